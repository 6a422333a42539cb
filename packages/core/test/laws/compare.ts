// The laws have moved: this is for scripts/mutate, until it imports them from there.
export * from "@tapegrad/gradcheck/laws";
