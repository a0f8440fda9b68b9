namespace Bench.Streaming;

/// <summary>Instants in the life of a message, in their order. Numbers are written to trace files and never change.</summary>
public enum StreamStage : byte
{
    /// <summary>When an open-loop source should have sent it.</summary>
    Intended = 0,
    Encoding = 1,

    /// <summary>Encoded and handed to the source's transport.</summary>
    Sent = 2,

    /// <summary>Read from the network by the zipper: once for the message, and once for the reply, told apart by the tag.</summary>
    ZipperIn = 3,

    /// <summary>Handed to the transport towards a function.</summary>
    ZipperOut = 4,
    FunctionIn = 5,

    /// <summary>Its turn in the function's queue.</summary>
    Handling = 6,
    Decoded = 7,
    GuestEntered = 8,
    GuestLeft = 9,

    /// <summary>The reply was handed to the function's transport.</summary>
    Replied = 10,
    SinkIn = 11,

    /// <summary>Decoded by the sink.</summary>
    Done = 12,
}
