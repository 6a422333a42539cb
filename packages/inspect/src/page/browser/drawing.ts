import { numberText } from "../../reading/numberText.ts";
import type { Camera } from "./camera.ts";
import type { Cards, View } from "./cards.ts";
import { curve, straight } from "./curves.ts";
import { setAttributes, svg } from "./dom.ts";
import type { Point, Rect } from "./geometry.ts";
import { type Group, type Item, isGroup } from "./groups.ts";
import type { ScalarCards } from "./scalarCard.ts";
import type { Scene, Wire } from "./scene.ts";
import type { State } from "./state.ts";
import type { Step, Timeline } from "./timeline.ts";
import { numberOf } from "./values.ts";

/** Below that zoom letters cannot be read: cards are drawn without. */
const farAway = 0.4;
/** How far beyond the window things are drawn already, in CSS pixels. */
const beyond = 200;

/** Draws the part of a scene that is seen: however large the program is, the page has only the elements for that. */
export class Drawing {
  readonly element: SVGSVGElement;
  private readonly boxes = svg("g");
  private readonly wires = svg("g");
  private readonly cards = svg("g");
  private readonly marks = svg("g");
  private readonly world: SVGGElement;
  private scene: Scene | null = null;
  private bounds: readonly Rect[] = [];
  private readonly views = new Map<Item, View>();
  private readonly lines = new Map<Wire, SVGPathElement>();
  private isFar = false;

  private readonly camera: Camera;
  private readonly timeline: Timeline;
  private readonly cardMaker: Cards;
  private readonly scalarMaker: ScalarCards;

  constructor(camera: Camera, timeline: Timeline, cardMaker: Cards, scalarMaker: ScalarCards) {
    this.camera = camera;
    this.timeline = timeline;
    this.cardMaker = cardMaker;
    this.scalarMaker = scalarMaker;
    this.world = svg("g", { class: "world" }, this.boxes, this.wires, this.cards, this.marks);
    this.element = svg("svg", { class: "drawing", "aria-hidden": "true", focusable: "false" }, arrows(), this.world);
  }

  /** Draws another scene. */
  show(scene: Scene, state: State): void {
    this.scene = scene;
    this.bounds = scene.wires.map(({ points }) => around(points));
    this.clear();
    this.draw(state);
  }

  /** The camera has moved, or the state has changed. */
  draw(state: State, glides = false): void {
    const scene = this.scene;
    const camera = this.camera;
    if (scene === null) return;
    const { x, y } = camera.shift;
    this.world.classList.toggle("gliding", glides);
    this.world.style.transform = `translate(${x}px, ${y}px) scale(${camera.scale})`;
    const isFar = camera.scale < farAway;
    if (isFar !== this.isFar) this.clear();
    this.isFar = isFar;
    const window = grown(camera.view, beyond / camera.scale);
    this.drawItems(scene, state, window);
    this.drawWires(scene, state, window);
    this.mark(scene, state);
  }

  private clear(): void {
    this.views.clear();
    this.lines.clear();
    for (const layer of [this.boxes, this.wires, this.cards, this.marks]) layer.replaceChildren();
  }

  private drawItems(scene: Scene, state: State, window: Rect): void {
    const step = this.timeline.steps[state.position]!;
    this.element.classList.toggle("forward", step.kind === "forward");
    this.element.classList.toggle("far", this.isFar);
    for (const [item, rect] of scene.places) {
      const known = this.views.get(item);
      if (!overlap(rect, window)) {
        if (known === undefined) continue;
        known.element.remove();
        this.views.delete(item);
        continue;
      }
      const view = known ?? this.add(item, rect, state, scene);
      view.update(state.position);
      const classes = view.element.classList;
      classes.toggle("selected", item === state.selected);
      classes.toggle("current", isCurrent(step, item));
    }
  }

  private add(item: Item, rect: Rect, state: State, scene: Scene): View {
    const view = this.viewOf(item, rect, state, scene);
    setAttributes(view.element, { transform: `translate(${rect.x},${rect.y})`, "data-key": item.key });
    const isOpen = isGroup(item) && !state.folded.has(item);
    (isOpen ? this.boxes : this.cards).append(view.element);
    this.views.set(item, view);
    return view;
  }

  private viewOf(item: Item, rect: Rect, state: State, { direction, places }: Scene): View {
    if (isGroup(item)) {
      if (!state.folded.has(item)) return openBox(item, rect, places.keys().next().value === item);
      return this.isFar ? this.plainCard(rect, "folded", item.label) : this.cardMaker.box(item, rect);
    }
    if (this.isFar) return this.plainCard(rect, item.kind, item.name);
    return state.unfolded.has(item) ? this.scalarMaker.card(item, rect, direction) : this.cardMaker.card(item, rect);
  }

  /** A card seen from far away: its name alone, as large as it gets in there, if it can be read then. */
  private plainCard({ width, height }: Rect, kind: string, name: string): View {
    const element = svg("g", { class: `card ${kind}` }, svg("rect", { class: "sheet", width, height, rx: 8 }));
    const size = Math.min(height * 0.6, (1.5 * width) / name.length, 30 / this.camera.scale);
    if (size * this.camera.scale > 7) {
      const text = svg(
        "text",
        { class: "name", x: width / 2, y: height / 2 + size * 0.35, "text-anchor": "middle" },
        name,
      );
      text.style.fontSize = `${size}px`;
      element.append(text);
    }
    return { element, update: () => {} };
  }

  private drawWires(scene: Scene, state: State, window: Rect): void {
    const paths = new Map<string, string>();
    scene.wires.forEach((wire, i) => {
      const isSeen = overlap(this.bounds[i]!, window);
      const kind = isSeen ? `wire ${this.stateOf(wire, state)}${isBeside(wire, state) ? " beside" : ""}` : "";
      if (this.isFar && isSeen) paths.set(kind, (paths.get(kind) ?? "") + straight(wire.points));
      else if (!this.isFar) this.drawWire(wire, scene, isSeen, kind);
    });
    if (!this.isFar) return;
    // From far away there are many, of which one sees little: one element for all of a kind is drawn much faster.
    this.wires.replaceChildren(...[...paths].map(([kind, d]) => svg("path", { class: kind, d })));
  }

  private drawWire(wire: Wire, { direction }: Scene, isSeen: boolean, kind: string): void {
    let line = this.lines.get(wire);
    if (!isSeen) {
      line?.remove();
      this.lines.delete(wire);
      return;
    }
    if (line === undefined) {
      line = svg("path", { d: curve(wire.points, direction) });
      this.wires.append(line);
      this.lines.set(wire, line);
    }
    if (line.getAttribute("class") !== kind) line.setAttribute("class", kind);
  }

  private stateOf({ links }: Wire, { position }: State): string {
    const step = this.timeline.steps[position]!;
    if (step.kind === "backward" && links.some(({ edge }) => edge === step.edge)) return "current";
    if (step.kind === "forward" && links.some(({ target }) => target === step.vertex)) return "flowing";
    if (position === this.timeline.last) return "";
    const hasPassed = links.some(({ edge }) => edge !== null && this.timeline.positionOfEdge(edge) <= position);
    return hasPassed ? "passed" : "";
  }

  /** What the current edge contributes, beside the card that gets it. */
  private mark(scene: Scene, { position }: State): void {
    this.marks.replaceChildren();
    const step = this.timeline.steps[position]!;
    if (step.kind !== "backward" || this.isFar) return;
    const wire = scene.wires.find(({ links }) => links.some(({ edge }) => edge === step.edge));
    if (wire === undefined) return;
    const rect = scene.places.get(wire.from)!;
    const [first, ...others] = step.edge.contribution.values ?? [];
    const text = first === undefined || others.length > 0 ? "+" : `+ ${numberText(numberOf(first))}`;
    const width = text.length === 1 ? 34 : text.length * 9.5 + 22;
    const isRight = scene.direction === "right";
    // Over the end of the line that has the derivative, which it adds to.
    const [x, y] = isRight
      ? [rect.x + rect.width - 28, rect.y + rect.height - 33]
      : [rect.x + rect.width / 2 + 8, rect.y + rect.height + 4];
    this.marks.append(
      svg(
        "g",
        { class: "chip", transform: `translate(${x},${y})` },
        svg("rect", { width, height: 28, rx: 14 }),
        svg("text", { x: width / 2, y: 20, "text-anchor": "middle" }, text),
      ),
    );
  }
}

function isCurrent(step: Step, item: Item): boolean {
  if (isGroup(item)) return false;
  if (step.kind === "forward") return step.vertex === item;
  if (step.kind === "seed") return item.tensors.includes(step.loss);
  return step.kind === "backward" && item.tensors.some(({ name }) => name === step.edge.operand);
}

function isBeside({ from, to }: Wire, { selected }: State): boolean {
  return selected !== null && (from === selected || to === selected);
}

function openBox({ label }: Group, { width, height }: Rect, isRoot: boolean): View {
  const element = svg("g", { class: isRoot ? "box root" : "box" });
  if (!isRoot)
    element.append(
      svg("rect", { class: "sheet", width, height, rx: 12 }),
      svg("text", { class: "name", x: 16, y: 29 }, `▾ ${label}`),
    );
  return { element, update: () => {} };
}

function arrows(): SVGDefsElement {
  const arrow = (id: string, orient: string): SVGMarkerElement =>
    svg(
      "marker",
      {
        id,
        viewBox: "0 0 10 10",
        refX: 9,
        refY: 5,
        markerWidth: 13,
        markerHeight: 13,
        markerUnits: "userSpaceOnUse",
        orient,
      },
      svg("path", { d: "M0,0 L10,5 L0,10 z", class: id }),
    );
  return svg(
    "defs",
    {},
    arrow("arrow", "auto"),
    arrow("arrow-flowing", "auto"),
    arrow("arrow-back", "auto-start-reverse"),
  );
}

function around(points: readonly Point[]): Rect {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

function grown({ x, y, width, height }: Rect, by: number): Rect {
  return { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by };
}

function overlap(a: Rect, b: Rect): boolean {
  return a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height;
}
