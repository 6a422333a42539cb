// All of core: a bundle of it is as large as core gets.
import * as core from "@tapegrad/core";

console.log(JSON.stringify([Object.values(core).length]));
