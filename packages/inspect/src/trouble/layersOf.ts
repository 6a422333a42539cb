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
  value: Tensor;
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
        const before = following.at(-1)?.outputs[0] ?? latest?.value;
        if (before !== undefined && follows(node, before)) following.push(node);
        continue;
      }
      path = pathOf(names.get(used)!, used, node.path, latest);
    }
    for (const between of following) {
      latest!.nodes.push(between);
      latest!.value = between.outputs[0]!;
    }
    following = [];
    latest = layers.get(path) ?? { path, nodes: [], value: output };
    layers.set(path, latest);
    latest.nodes.push(node);
    // A penalty, which is a number, is not what a layer gives.
    if (output.size > 1 || latest.value.size === 1) latest.value = output;
  }
  const open = [...layers.values()];
  return open.map(({ path, nodes: own, value }) => ({
    path,
    nodes: own,
    value,
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

/** Is a node a function of what a layer gave, element by element? */
function follows({ op, inputs, outputs }: Node, value: Tensor): boolean {
  if (!(op instanceof ElementwiseOp) || outputs[0]!.size !== value.size || value.size === 1) return false;
  return inputs.includes(value) && inputs.every((x) => x === value || (x.node === null && x.size === 1));
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
