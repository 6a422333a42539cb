export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A part of the picture, by its left upper corner and its size. */
export interface Rect extends Point, Size {}

/** Which way the forward pass goes. */
export type Direction = "right" | "down";
