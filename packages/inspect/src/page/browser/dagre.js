// The package's own declarations do not compile as ECMAScript modules of Node: those that are used stand in dagre.d.ts.
export { Graph, layout } from "@dagrejs/dagre";
