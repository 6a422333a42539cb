// The package's own declarations do not compile as ECMAScript modules of Node: those that are used stand in dagre.d.ts. Outside of src,
// so that the same path leads here from the sources and from what is built of them.
export { Graph, layout } from "@dagrejs/dagre";
