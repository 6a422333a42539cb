// How long an import takes, in milliseconds: the time of the processor, which other processes lengthen less than the clock's.
const before = process.cpuUsage();
await import("@tapegrad/core");
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify((user + system) / 1000));
