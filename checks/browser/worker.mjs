import { observed } from "./observed.mjs";

postMessage(await observed());
