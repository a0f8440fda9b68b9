using Xunit;

// Engines are measured here: two at once would fight for the core, and for the containers of one engine.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
