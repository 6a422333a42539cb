import { writeFileSync } from "node:fs";
import { tensor, record, parameter, type Tensor } from "@tapegrad/core";
import { Sequential, Dense, losses } from "@tapegrad/nn";
import { Adam } from "@tapegrad/optim";
import { toHtml } from "./src/index.ts";
const out = (name: string, html: string) => { writeFileSync(`/tmp/pg/${name}.html`, html); console.log(name, html.length); };
const s = (v: number, name: string) => tensor(v, { requiresGrad: true, name, dtype: "float64" });
{ const [a,b,c,d]=[s(2,"a"),s(-3,"b"),s(10,"c"),s(-2,"d")]; out("lol", toHtml(a.mul(b).named("e").add(c).named("s").relu().named("r").mul(d).named("L"), {title:"L = ((a·b) + c).relu()·d"})); }
{ const x = tensor([[0.5,-1]],{dtype:"float64",name:"x"}); const W1=parameter([[0.1,-0.2,0.3],[0.4,0.5,-0.6]],{dtype:"float64",name:"W1"}); const b1=parameter([0.1,0,-0.1],{dtype:"float64",name:"b1"});
  const W2=parameter([[0.7],[-0.8],[0.9]],{dtype:"float64",name:"W2"}); const y=tensor([[1]],{dtype:"float64",name:"y"});
  const {tape}=record(()=>{ const z=x.matmul(W1).named("z"); const h=z.add(b1).named("u").sigmoid().named("h"); const o=h.matmul(W2).named("o"); const L=o.sub(y).named("d").square().mean().named("L"); L.backward(); return L;},{sites:true});
  out("net", toHtml(tape,{title:"A small network"})); }
{ const m = new Sequential(new Dense(64,32,{activation:"tanh"}), new Dense(32,32,{activation:"relu"}), new Dense(32,10));
  const opt = new Adam(m.parameters(), {learningRate:0.01});
  const x = tensor(Array.from({length:16*64},(_,i)=>Math.sin(i*1.7)),{name:"x"}).reshape([16,64]).named("images"); const t = tensor(Array.from({length:16},(_,i)=>i%10),{dtype:"int32",name:"labels"});
  const {tape}=record(()=>{ const l=losses.sparseCategoricalCrossEntropy(m.forward(x as Tensor) as Tensor, t,{fromLogits:true}).named("loss"); l.backward(); opt.step(); return l;},{sites:true});
  out("mlp", toHtml(tape,{title:"A classifier"})); }
{ let h = s(0.5,"x"); const ws=Array.from({length:20},(_,i)=>s(0.9+0.01*i,`w${i}`)); let acc: Tensor = h as Tensor; for(let i=0;i<1000;i++) acc = (i%2? acc.tanh() : acc.mul(ws[i%20]!)) as Tensor; out("chain", toHtml(acc.named("<img src=x onerror=alert(1)>"),{title:"A chain"})); }
