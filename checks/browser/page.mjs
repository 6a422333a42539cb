// Runs the program in the page, or in a worker if the address says so, and sends what came of it to where the page is from.
import { observed } from "./observed.mjs";

function inWorker() {
  return new Promise((resolve, reject) => {
    const worker = new Worker("./worker.js", { type: "module" });
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = (event) => reject(new Error(event.message || "the worker did not start"));
  });
}

let outcome;
try {
  outcome = await (location.search === "?worker" ? inWorker() : observed());
} catch (error) {
  outcome = { fault: String(error?.stack ?? error) };
}
await fetch("./report", { method: "POST", body: JSON.stringify(outcome) });
