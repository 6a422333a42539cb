import { Camera } from "./camera.ts";
import type { Cards } from "./cards.ts";
import type { Context } from "./context.ts";
import { Drawing } from "./drawing.ts";
import type { Point, Rect, Size } from "./geometry.ts";
import { type Group, type Item, isGroup } from "./groups.ts";
import { type Scene, SceneMaker, type SceneRequest } from "./scene.ts";
import type { State } from "./state.ts";

/** So many cards take some time to lay out. */
const manyCards = 300;

/** The picture of the program: what is where, what is seen of it, and what a hand does to it. */
export class Graph {
  private readonly context: Context;
  private readonly host: HTMLElement;
  private readonly cards: Cards;
  private readonly camera = new Camera((glides) => this.drawing.draw(this.context.store.state, glides));
  private readonly drawing: Drawing;
  private readonly maker = new SceneMaker();
  private scene: Scene | null = null;

  constructor(context: Context, host: HTMLElement, cards: Cards) {
    this.context = context;
    this.host = host;
    this.cards = cards;
    this.drawing = new Drawing(this.camera, context.timeline, cards, context.scalars);
    host.prepend(this.drawing.element);
    new ResizeObserver(() => this.resize()).observe(host);
    this.listenToPointers();
    this.arrange();
    this.resize();
    this.camera.fit(false);
    this.rehearse();
  }

  /** Shows another state. */
  show(state: State, before: State): void {
    const isOther =
      state.folded !== before.folded ||
      state.unfolded !== before.unfolded ||
      state.direction !== before.direction ||
      state.showsAll !== before.showsAll;
    if (isOther) {
      const anchor = this.anchorOf(state, before);
      const old = anchor === null ? undefined : this.scene?.places.get(anchor);
      this.arrange();
      const now = anchor === null ? undefined : this.scene!.places.get(anchor);
      if (state.direction !== before.direction || old === undefined || now === undefined) this.camera.fit(false);
      else this.camera.keep(corner(old), corner(now));
    } else this.drawing.draw(state);
    if (state.position !== before.position) this.follow(state);
  }

  /** Moves an item into view, or what is to be seen of it. */
  reveal(item: Item): void {
    const rect = this.placeOf(item);
    if (rect !== null) this.camera.reveal(rect);
  }

  fit(): void {
    this.camera.fit(true);
  }

  zoomBy(factor: number): void {
    this.camera.zoomBy(factor);
  }

  /** Selects the next item in the order in which the program ran. */
  selectNext(by: 1 | -1): void {
    const { store, goTo, grouping } = this.context;
    const items = [...this.itemsIn(grouping().root)];
    if (items.length === 0) return;
    const { selected } = store.state;
    const index = selected === null ? -1 : items.indexOf(selected);
    const next = index < 0 ? (by === 1 ? 0 : items.length - 1) : Math.min(items.length - 1, Math.max(0, index + by));
    goTo(items[next]!);
  }

  /** Folds or unfolds what is selected. */
  toggleSelected(): void {
    const { store, toggleFold, toggleScalars } = this.context;
    const { selected } = store.state;
    if (selected === null) return;
    if (isGroup(selected)) toggleFold(selected);
    else toggleScalars(selected);
  }

  deselect(): void {
    this.context.store.set({ selected: null });
  }

  private *itemsIn({ children }: Group): Generator<Item> {
    for (const child of children) {
      yield child;
      if (isGroup(child) && !this.context.store.state.folded.has(child)) yield* this.itemsIn(child);
    }
  }

  private arrange(): void {
    const { store } = this.context;
    this.scene = this.maker.make(this.request((group) => store.state.folded.has(group)));
    this.camera.show(this.scene);
    this.drawing.show(this.scene, store.state);
  }

  private request(isFolded: (group: Group) => boolean): SceneRequest {
    const { store, model, grouping, scalars } = this.context;
    const { unfolded, direction } = store.state;
    const sizeOf = (item: Item): Size => {
      if (isGroup(item)) return this.cards.boxSize(item);
      return unfolded.has(item) ? scalars.sizeOf(item, direction) : this.cards.sizeOf(item);
    };
    return { grouping: grouping(), links: model.links, isFolded, sizeOf, direction };
  }

  /**
   * Lays out everything once, for nothing: code is slow when it runs first, up to three times as slow, and a large program would be unfolded
   * with a delay that one notices. Who opens a page looks at it first.
   */
  private rehearse(): void {
    if (this.context.model.vertices.length < manyCards) return;
    window.setTimeout(() => void new SceneMaker().make(this.request(() => false)), 150);
  }

  /** What stays where it is while the picture is laid out again: what was folded or unfolded. */
  private anchorOf(state: State, before: State): Item | null {
    const changed = [
      ...difference<Item>(state.folded, before.folded),
      ...difference<Item>(state.unfolded, before.unfolded),
    ];
    const [only] = changed;
    if (changed.length === 1 && only !== undefined) return only;
    return changed.length === 0 || state.selected === null ? null : state.selected;
  }

  /** Moves what the current step is about into view. */
  private follow({ position }: State): void {
    const { timeline, model } = this.context;
    const step = timeline.steps[position]!;
    if (step.kind === "forward") this.reveal(step.vertex);
    if (step.kind === "seed") this.reveal(model.vertexOf.get(step.loss.name)!);
    if (step.kind !== "backward") return;
    const link = model.linkOf.get(step.edge)!;
    const [source, target] = [this.placeOf(link.source), this.placeOf(link.target)];
    if (source === null || target === null) return;
    // The operand is what changes: it is seen whatever else fits.
    this.camera.reveal(around(source, target));
    this.camera.reveal(source);
  }

  private placeOf(item: Item): Rect | null {
    const { grouping } = this.context;
    const { parents } = grouping();
    for (let shown: Item | undefined = item; shown !== undefined; shown = parents.get(shown)) {
      const rect = this.scene!.places.get(shown);
      if (rect !== undefined) return rect;
    }
    return null;
  }

  private resize(): void {
    this.camera.resize({ width: this.host.clientWidth, height: this.host.clientHeight });
  }

  private listenToPointers(): void {
    const { host, camera } = this;
    const pointers = new Map<number, Point>();
    let moved = 0;
    host.addEventListener("pointerdown", (event) => {
      pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
      if (pointers.size === 1) moved = 0;
    });
    host.addEventListener("pointermove", (event) => {
      const before = pointers.get(event.pointerId);
      if (before === undefined) return;
      const now = { x: event.clientX, y: event.clientY };
      moved += Math.abs(now.x - before.x) + Math.abs(now.y - before.y);
      if (moved > 5) host.setPointerCapture(event.pointerId);
      const [other] = [...pointers].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
      pointers.set(event.pointerId, now);
      if (other === undefined) camera.moveBy(now.x - before.x, now.y - before.y);
      else camera.zoomBy(distance(now, other) / Math.max(1, distance(before, other)), this.within(other));
    });
    for (const end of ["pointerup", "pointercancel"] as const)
      host.addEventListener(end, (event) => void pointers.delete(event.pointerId));
    host.addEventListener("click", (event) => {
      if (moved <= 5 && event.target instanceof Element) this.press(event.target);
    });
    host.addEventListener(
      "wheel",
      (event) => {
        event.preventDefault();
        if (event.ctrlKey || event.metaKey)
          camera.zoomBy(Math.exp(-event.deltaY / 200), this.within({ x: event.clientX, y: event.clientY }));
        else camera.moveBy(-event.deltaX, -event.deltaY);
      },
      { passive: false },
    );
  }

  private within({ x, y }: Point): Point {
    const { left, top } = this.host.getBoundingClientRect();
    return { x: x - left, y: y - top };
  }

  /** Selects a card; opens a folded box; closes an open one by its name. */
  private press(target: Element): void {
    const key = target.closest("[data-key]")?.getAttribute("data-key");
    const { store, toggleFold } = this.context;
    for (const item of key === undefined ? [] : this.scene!.places.keys()) {
      if (item.key !== key) continue;
      if (!isGroup(item)) store.set({ selected: item, tab: "tensor" });
      else if (store.state.folded.has(item) || target.matches(".name")) toggleFold(item);
      return;
    }
  }
}

function* difference<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): Generator<T> {
  for (const one of a) if (!b.has(one)) yield one;
  for (const one of b) if (!a.has(one)) yield one;
}

function corner({ x, y }: Rect): Point {
  return { x, y };
}

function around(a: Rect, b: Rect): Rect {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  };
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
