/** For a white page or a dark one. */
export type PictureTheme = "light" | "dark";

/** The colours of everything that is not data. */
export interface Ink {
  readonly background: string;
  readonly text: string;
  /** Axes, ticks, frames. */
  readonly line: string;
  readonly grid: string;
}

export const inks: { readonly [theme in PictureTheme]: Ink } = {
  light: { background: "#ffffff", text: "#1a1a1a", line: "#595959", grid: "#dedede" },
  dark: { background: "#16191f", text: "#f0f0f0", line: "#a8a8a8", grid: "#363b44" },
};

/** A line or kind of point: its colour alone never tells it from the others. */
export interface Style {
  readonly colour: string;
  readonly dash: readonly number[];
  readonly shape: (typeof shapes)[number];
}

// Okabe & Ito (2008), which people with any colour vision tell apart, without the yellow, which is lost on white, and with the
// black made the text's colour, which is light on a dark page.
const okabeIto = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"];
// On a dark page: that palette with a lighter blue, pink and yellow. With the vision models of Machado et al. (2009), any two of
// them are at least as far apart (21 in CIELAB) as the closest two above are (16), for all kinds of colour vision.
const okabeItoOnDark = ["#66c2ff", "#d55e00", "#009e73", "#d98cb8", "#f5d547", "#7a7aff"];

// Five of them, against seven colours: the first 35 combinations differ.
const dashes: readonly (readonly number[])[] = [[], [12, 5], [3, 4], [14, 4, 3, 4], [7, 3, 3, 3, 3, 3]];
const shapes = [
  "circle",
  "square",
  "triangle-up",
  "diamond",
  "cross",
  "triangle-down",
  "triangle-right",
  "triangle-left",
] as const;

/** Colours for categories, in the order in which they are given out. */
function colours(theme: PictureTheme): readonly string[] {
  return [...(theme === "light" ? okabeIto : okabeItoOnDark), inks[theme].text];
}

/** How the i-th of several lines or classes looks. */
export function styleOf(theme: PictureTheme, i: number): Style {
  const palette = colours(theme);
  return {
    colour: palette[i % palette.length]!,
    dash: dashes[i % dashes.length]!,
    shape: shapes[i % shapes.length]!,
  };
}

export const solid: readonly number[] = dashes[0]!;

export const fontFamily = "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif";
/** Pixels: what is 14 in a picture of 720 × 450 is read at the back of a room. */
export const fontSizes: { readonly title: number; readonly text: number } = { title: 20, text: 15 };
