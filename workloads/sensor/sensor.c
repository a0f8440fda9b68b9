#include "sensor.h"

#include "bench.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { MESSAGES = 10000, MAX_PASSES = 1000000, STORE_BYTES = 8 << 20 };
enum { EXIT_DATA = 65 }; /* as in BSD's sysexits.h */

static struct {
    uint8_t *bytes;
    size_t start[MESSAGES + 1];
} encoded;

static struct {
    int64_t messages, bytes;
    uint64_t checksum;
} answer;

static const char *const sites[] = { "sensor-", "münchen-", "gate/7-", "roof-" };

/* What makes work for an escaping encoder stands between what does not. */
static const char *const pieces[] = {
    "filter ok; ", "door open, ", "calibrated. ", "24 h ", "see log 17 ", "by \"night shift\" ", "C:\\log\\", "\n", "\t", "21 °C ", "温度 ", "🔔 ",
    "\033[1m", "a/b ", "5 € ", "battery low, ",
};

/* SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014. */
static uint64_t next_random(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

static uint32_t below(uint64_t *state, uint32_t bound)
{
    return (uint32_t)((next_random(state) >> 32) * bound >> 32);
}

static size_t append(uint8_t *text, size_t length, const char *piece)
{
    size_t more = strlen(piece);
    memcpy(text + length, piece, more);
    return length + more;
}

void sensor_next(uint64_t *state, sensor_reading *reading)
{
    reading->device_length = append(reading->device, 0, sites[below(state, sizeof sites / sizeof *sites)]);
    uint32_t number = below(state, 10000);
    for (uint32_t unit = 1000; unit > 0; unit /= 10)
        reading->device[reading->device_length++] = (uint8_t)('0' + number / unit % 10);

    uint32_t magnitude = below(state, 32);
    reading->sequence = (uint32_t)(next_random(state) >> 32) >> magnitude;
    reading->time = 1763694000000 + below(state, 86400000);
    reading->latitude = (int32_t)below(state, 180000001) - 90000000;
    reading->longitude = (int32_t)below(state, 360000001) - 180000000;
    reading->noise = (int32_t)below(state, 130001);
    reading->temperature = ((int32_t)below(state, 1001) - 320) * 125; /* a sensor that counts eighths of a degree */
    reading->alarm = below(state, 16) == 0;

    reading->sample_count = below(state, SAMPLES_MAX + 1);
    for (size_t i = 0; i < reading->sample_count; i++)
        reading->samples[i] = (int32_t)below(state, 4001) - 2000;

    uint32_t kind = below(state, 64);
    uint32_t count = kind == 0 ? 200 : kind < 16 ? 0 : 1 + below(state, 6);
    reading->note_length = 0;
    for (uint32_t i = 0; i < count; i++)
        reading->note_length = append(reading->note, reading->note_length, pieces[below(state, sizeof pieces / sizeof *pieces)]);

    reading->first_field = (int)below(state, FIELDS);
    reading->scientific = below(state, 8) == 0;
    reading->has_firmware = below(state, 8) == 0;
}

void sensor_clear(sensor_message *message)
{
    message->device_length = message->sample_count = message->note_length = 0;
    message->sequence = 0;
    message->time = 0;
    message->latitude = message->longitude = message->temperature = 0;
    message->noise = 0;
    message->alarm = false;
}

static uint64_t mix(uint64_t sum, uint64_t value)
{
    sum = (sum ^ value) * 0x9e3779b97f4a7c15u;
    return sum ^ sum >> 32;
}

static uint64_t mix_double(uint64_t sum, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return mix(sum, bits);
}

/* Length, then words of eight bytes, little-endian, the last one filled up with zeros. */
static uint64_t mix_text(uint64_t sum, const uint8_t *text, size_t length)
{
    sum = mix(sum, length);
    size_t i = 0;
    for (; i + 8 <= length; i += 8)
        sum = mix(sum, text[i] | (uint64_t)text[i + 1] << 8 | (uint64_t)text[i + 2] << 16 | (uint64_t)text[i + 3] << 24
            | (uint64_t)text[i + 4] << 32 | (uint64_t)text[i + 5] << 40 | (uint64_t)text[i + 6] << 48 | (uint64_t)text[i + 7] << 56);
    if (i < length) {
        uint64_t word = 0;
        for (int shift = 0; i < length; i++, shift += 8)
            word |= (uint64_t)text[i] << shift;
        sum = mix(sum, word);
    }
    return sum;
}

uint64_t sensor_fold(uint64_t sum, const sensor_message *message)
{
    sum = mix_text(sum, message->device, message->device_length);
    sum = mix(sum, message->sequence);
    sum = mix(sum, (uint64_t)message->time);
    sum = mix_double(sum, message->latitude);
    sum = mix_double(sum, message->longitude);
    uint32_t noise;
    memcpy(&noise, &message->noise, sizeof noise);
    sum = mix(sum, noise);
    sum = mix_double(sum, message->temperature);
    sum = mix(sum, message->alarm);
    sum = mix(sum, message->sample_count);
    for (size_t i = 0; i < message->sample_count; i++)
        sum = mix(sum, (uint64_t)(int64_t)message->samples[i]);
    return mix_text(sum, message->note, message->note_length);
}

void workload_prepare(long n)
{
    bench_require_range(n, 1, MAX_PASSES);
    static sensor_reading reading;
    uint64_t state = 0;
    size_t used = 0;
    encoded.bytes = bench_allocate(STORE_BYTES);
    for (int i = 0; i < MESSAGES; i++) {
        if (STORE_BYTES - used < ENCODED_MAX)
            bench_out_of_memory();
        sensor_next(&state, &reading);
        encoded.start[i] = used;
        used += message_encode(&reading, encoded.bytes + used);
    }
    encoded.start[MESSAGES] = used;
}

static _Noreturn void malformed(int message)
{
    fprintf(stderr, "message %d is malformed\n", message);
    exit(EXIT_DATA);
}

void workload_compute(long n)
{
    static sensor_message message;
    uint64_t sum = 0;
    for (long pass = 0; pass < n; pass++)
        for (int i = 0; i < MESSAGES; i++) {
            sensor_clear(&message);
            if (!message_decode(encoded.bytes + encoded.start[i], encoded.start[i + 1] - encoded.start[i], &message))
                malformed(i);
            sum = sensor_fold(sum, &message);
        }
    answer.messages = (int64_t)n * MESSAGES;
    answer.bytes = (int64_t)n * (int64_t)encoded.start[MESSAGES];
    answer.checksum = sum;
}

void workload_print(FILE *out)
{
    fprintf(out, "messages: %" PRId64 "\nchecksum: %016" PRIx64 "\nencoded bytes: %" PRId64 "\n", answer.messages, answer.checksum, answer.bytes);
}
