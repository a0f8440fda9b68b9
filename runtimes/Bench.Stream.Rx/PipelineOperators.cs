using System.Reactive.Disposables;
using System.Reactive.Linq;
using Bench.Y3;

namespace Bench.Streaming;

/// <summary>What pipelines need beside the operators of Rx.</summary>
public static class PipelineOperators
{
    public static IObservable<StreamMessage> OfTag(this IObservable<StreamMessage> messages, byte tag) => messages.Where(message => message.Tag == tag);

    /// <summary>Reads Y3 records as <see cref="StreamData.From{T}(byte, T)"/> writes them. A message that is none is refused, and the pipeline goes on.</summary>
    public static IObservable<T> Records<T>(this IObservable<StreamMessage> messages)
        where T : IY3Record<T> => Observable.Create<T>(records => messages.Subscribe(
            message =>
            {
                if (StreamData.TryToRecord(message.Tag, message.Data.Span, out T? record, out string? problem))
                    records.OnNext(record);
                else
                    message.Refuse(problem);
            },
            records.OnError,
            records.OnCompleted));

    /// <summary>Counts a message as lost, and tells why; nothing else happens to the pipeline.</summary>
    /// <returns>False, for a Where.</returns>
    public static bool Refuse(this StreamMessage message, string why, FunctionFault fault = FunctionFault.BadInput)
    {
        message.Refused?.Invoke(message, fault, why);
        return false;
    }

    /// <summary>
    /// Does asynchronous work on several elements at once; the results come in the order of the elements. While as many are
    /// under way as may be, whoever pushes the next one waits.
    /// </summary>
    public static IObservable<TResult> SelectAsync<T, TResult>(this IObservable<T> source, Func<T, CancellationToken, Task<TResult>> work, int atOnce)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(atOnce, 1);
        return Observable.Using(static () => new CancellationDisposable(), stop =>
        {
            SemaphoreSlim room = new(atOnce);
            return source
                .Select(element =>
                {
                    // As a task: the thread pool then makes up for the thread that waits here.
                    room.WaitAsync(stop.Token).GetAwaiter().GetResult();
                    return work(element, stop.Token);
                })
                .Concat()
                .Do(_ => room.Release());
        });
    }

    /// <summary>Pairs the n-th message of one tag with the n-th of the other. Where one tag is ahead by more than the limit, its oldest message is refused.</summary>
    public static IObservable<(StreamMessage Left, StreamMessage Right)> ZipTags(this IObservable<StreamMessage> messages, byte left, byte right, int limit = 1024)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfEqual(left, right);
        return Observable.Create<(StreamMessage, StreamMessage)>(pairs =>
        {
            // Only one of the tags can wait at a time.
            Queue<StreamMessage> waiting = new();
            return messages.Where(message => message.Tag == left || message.Tag == right).Subscribe(
                message =>
                {
                    if (waiting.TryPeek(out StreamMessage? oldest) && oldest.Tag != message.Tag)
                    {
                        waiting.Dequeue();
                        pairs.OnNext(message.Tag == right ? (oldest, message) : (message, oldest));
                        return;
                    }
                    waiting.Enqueue(message);
                    if (waiting.Count > limit)
                        waiting.Dequeue().Refuse($"{limit} later messages with tag 0x{message.Tag:X2} wait for one with the other tag", FunctionFault.Limit);
                },
                pairs.OnError,
                pairs.OnCompleted);
        });
    }
}
