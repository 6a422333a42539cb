// biome-ignore-all lint/suspicious/noEmptyInterface: merged with those of a browser where there is one
// Names that the types of Vega mention and that engines outside of browsers do not declare. What is drawn here needs none of them.
interface Element {}
interface EventTarget {}
interface HTMLCanvasElement {}
interface HTMLElement {}
interface KeyboardEvent {}
interface MouseEvent {}
interface RequestInit {}
interface TouchEvent {}

// What Vega exports and its types leave out.
declare module "vega" {
  export class SVGStringRenderer {
    constructor(loader: import("vega").Loader);
    initialize(element: null, width: number, height: number, origin: readonly [number, number], scale: number): this;
    background(colour: string): this;
    render(scene: unknown): this;
    svg(): string;
  }
}
