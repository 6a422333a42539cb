import { ElementwiseOp, type Node, type Parameter, type Tensor } from "@tapegrad/core";

/** A layer of a model, as the tape shows it. */
export interface Layer {
  /** The path of its Module; of parameters that belong to none, what they are called. */
  readonly path: string;
  readonly nodes: readonly Node[];
  /** What it gives. */
  readonly value: Tensor;
  readonly parameters: readonly (readonly [name: string, parameter: Parameter])[];
}

/** A layer that is being put together. */
interface Open {
  readonly path: string;
  readonly nodes: Node[];
}

/**
 * The layers of a model in the order in which they ran. A Module that holds no others is one. What runs in others, or outside of every Module,
 * begins a layer where it uses a matrix of parameters; a vector, such as a bias, belongs to the layer before. Functions of one tensor between two layers,
 * such as an activation, belong to the first of them; what follows the last layer is the loss.
 *
 * @param nodes - Of the forward pass, in order.
 */
export function layersOf(
  nodes: readonly Node[],
  named: readonly (readonly [name: string, parameter: Parameter])[],
): readonly Layer[] {
  const names = new Map<Tensor, string>(named.map(([name, parameter]) => [parameter, name]));
  const layers = new Map<string, Open>();
  const containers = containersAmong(nodes);
  let latest: Open | null = null;
  let following: Node[] = [];
  for (const node of nodes) {
    const [output] = node.outputs;
    if (output === undefined) continue;
    let path = node.path;
    if (containers.has(path)) {
      const used = node.inputs.find((x) => names.has(x));
      if (used === undefined) {
        if (latest !== null && follows(node, [...latest.nodes, ...following])) following.push(node);
        continue;
      }
      path = pathOf(names.get(used)!, used, node.path, latest);
    }
    latest?.nodes.push(...following);
    following = [];
    latest = layers.get(path) ?? { path, nodes: [] };
    layers.set(path, latest);
    latest.nodes.push(node);
  }
  const open = [...layers.values()];
  return open.map(({ path, nodes: own }) => ({
    path,
    nodes: own,
    value: givenBy(own, nodes),
    parameters: parametersIn(own, path, named, open),
  }));
}

/** The paths of Modules that hold others in which ops ran, and of no Module. */
function containersAmong(nodes: readonly Node[]): ReadonlySet<string> {
  const containers = new Set([""]);
  for (const path of new Set(nodes.map((node) => node.path)))
    for (let dot = path.indexOf("."); dot >= 0; dot = path.indexOf(".", dot + 1)) containers.add(path.slice(0, dot));
  return containers;
}

/** The layer of a parameter that is used by a container itself. */
function pathOf(name: string, parameter: Tensor, container: string, latest: Open | null): string {
  const owner = name.slice(0, Math.max(0, name.lastIndexOf(".")));
  if (owner !== container) return owner;
  return parameter.ndim >= 2 || latest === null ? name : latest.path;
}

/** Is a node a function of one result of a layer, element by element? */
function follows({ op, inputs, outputs }: Node, layer: readonly Node[]): boolean {
  const value = inputs.find((x) => x.node !== null && layer.includes(x.node));
  if (!(op instanceof ElementwiseOp) || value === undefined || value.size === 1 || outputs[0]!.size !== value.size)
    return false;
  return inputs.every((x) => x === value || (x.node === null && x.size === 1));
}

/** What a layer gives: its last result that others use; one of several numbers, if there is one, for a single number is a penalty. */
function givenBy(layer: readonly Node[], nodes: readonly Node[]): Tensor {
  const own = new Set(layer);
  const usedByOthers = new Set(nodes.flatMap((node) => (own.has(node) ? [] : node.inputs)));
  const results = layer.map(({ outputs }) => outputs[0]!);
  const given = results.filter((x) => usedByOthers.has(x));
  return given.findLast(({ size }) => size > 1) ?? given.at(-1) ?? results.at(-1)!;
}

/** The parameters of a layer: those it uses that no other layer has in its name. */
function parametersIn(
  nodes: readonly Node[],
  path: string,
  named: readonly (readonly [name: string, parameter: Parameter])[],
  layers: readonly Open[],
): readonly (readonly [string, Parameter])[] {
  const used = new Set(nodes.flatMap(({ inputs }) => inputs));
  return named.filter(([name, parameter]) => {
    if (!used.has(parameter)) return false;
    const owner = name.slice(0, Math.max(0, name.lastIndexOf(".")));
    return owner === path || !layers.some((layer) => layer.path === owner);
  });
}
