import { oneOf, optionsOf } from "@tapegrad/core";
