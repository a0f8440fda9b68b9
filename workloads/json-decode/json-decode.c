#include "sensor.h"

#include "json.h"

#include <math.h>

enum { NAME_MAX_LENGTH = 16 };

typedef struct {
    uint8_t bytes[NAME_MAX_LENGTH];
    size_t length; /* the whole one: a longer name is none that is known */
} member_name;

static bool read_name(json *text, member_name *name)
{
    return json_string(text, name->bytes, sizeof name->bytes, &name->length) && json_take(text, ':');
}

static bool is(const member_name *name, const char *word)
{
    return name->length == strlen(word) && memcmp(name->bytes, word, name->length) == 0;
}

static bool read_integer(json *text, int64_t least, int64_t most, int64_t *value)
{
    decimal number;
    return json_number(text, &number) && decimal_integer(&number, least, most, value);
}

static bool read_double(json *text, double *value)
{
    decimal number;
    return json_number(text, &number) && decimal_double(&number, value);
}

static bool read_float(json *text, float *value)
{
    double wide;
    if (!read_double(text, &wide))
        return false;
    *value = (float)wide;
    return isfinite(*value);
}

static bool read_text(json *text, uint8_t *out, size_t capacity, size_t *length)
{
    return json_string(text, out, capacity, length) && *length <= capacity;
}

static bool read_location_member(json *text, const member_name *name, sensor_message *message)
{
    if (json_peek(text) == 'n')
        return json_literal(text, "null");
    if (is(name, "latitude"))
        return read_double(text, &message->latitude);
    if (is(name, "longitude"))
        return read_double(text, &message->longitude);
    return json_skip(text, 2);
}

static bool read_location(json *text, sensor_message *message)
{
    if (!json_take(text, '{'))
        return false;
    if (json_take(text, '}'))
        return true;
    do {
        member_name name;
        if (!read_name(text, &name) || !read_location_member(text, &name, message))
            return false;
    } while (json_take(text, ','));
    return json_take(text, '}');
}

static bool read_samples(json *text, sensor_message *message)
{
    message->sample_count = 0;
    if (!json_take(text, '['))
        return false;
    if (json_take(text, ']'))
        return true;
    do {
        int64_t value;
        if (message->sample_count == SAMPLES_MAX || !read_integer(text, INT32_MIN, INT32_MAX, &value))
            return false;
        message->samples[message->sample_count++] = (int32_t)value;
    } while (json_take(text, ','));
    return json_take(text, ']');
}

/* A member that is null is as good as not sent. */
static bool read_member(json *text, const member_name *name, sensor_message *message)
{
    if (json_peek(text) == 'n')
        return json_literal(text, "null");
    if (is(name, "device"))
        return read_text(text, message->device, DEVICE_MAX, &message->device_length);
    if (is(name, "sequence")) {
        int64_t value;
        if (!read_integer(text, 0, UINT32_MAX, &value))
            return false;
        message->sequence = (uint32_t)value;
        return true;
    }
    if (is(name, "time"))
        return read_integer(text, INT64_MIN, INT64_MAX, &message->time);
    if (is(name, "location"))
        return read_location(text, message);
    if (is(name, "noise"))
        return read_float(text, &message->noise);
    if (is(name, "temperature"))
        return read_double(text, &message->temperature);
    if (is(name, "alarm"))
        return json_bool(text, &message->alarm);
    if (is(name, "samples"))
        return read_samples(text, message);
    if (is(name, "note"))
        return read_text(text, message->note, NOTE_MAX, &message->note_length);
    return json_skip(text, 1);
}

bool message_decode(const uint8_t *bytes, size_t length, sensor_message *message)
{
    json text = { bytes, bytes + length };
    if (!json_take(&text, '{'))
        return false;
    if (!json_take(&text, '}')) {
        do {
            member_name name;
            if (!read_name(&text, &name) || !read_member(&text, &name, message))
                return false;
        } while (json_take(&text, ','));
        if (!json_take(&text, '}'))
            return false;
    }
    return json_peek(&text) < 0;
}

static uint8_t *put(uint8_t *out, const char *text)
{
    size_t length = strlen(text);
    memcpy(out, text, length);
    return out + length;
}

static uint8_t *put_digits(uint8_t *out, uint64_t value)
{
    uint8_t digits[20];
    size_t first = sizeof digits;
    do
        digits[--first] = (uint8_t)('0' + value % 10);
    while ((value /= 10) > 0);
    memcpy(out, digits + first, sizeof digits - first);
    return out + (sizeof digits - first);
}

static uint8_t *put_integer(uint8_t *out, int64_t value)
{
    if (value < 0)
        *out++ = '-';
    return put_digits(out, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
}

/* Units of 10^-places: 12.5, or 12500e-3. */
static uint8_t *put_decimal(uint8_t *out, int32_t units, int places, bool scientific)
{
    if (scientific)
        return put_digits(put(put_integer(out, units), "e-"), (uint64_t)places);
    uint32_t one = 1, magnitude = units < 0 ? 0 - (uint32_t)units : (uint32_t)units;
    for (int i = 0; i < places; i++)
        one *= 10;
    if (units < 0)
        *out++ = '-';
    out = put_digits(out, magnitude / one);
    uint32_t fraction = magnitude % one;
    if (fraction > 0)
        *out++ = '.';
    for (; fraction > 0; fraction = fraction * 10 % one)
        *out++ = (uint8_t)('0' + fraction * 10 / one);
    return out;
}

static uint8_t *put_unit(uint8_t *out, uint32_t unit)
{
    out = put(out, "\\u");
    for (int shift = 12; shift >= 0; shift -= 4)
        *out++ = (uint8_t)"0123456789ABCDEF"[unit >> shift & 15];
    return out;
}

/* What lies beyond 16 bits as a pair of surrogates, as encoders do that are made for JavaScript. */
static uint8_t *put_string(uint8_t *out, const uint8_t *text, size_t length)
{
    *out++ = '"';
    for (size_t i = 0; i < length; i++) {
        uint8_t c = text[i];
        if (c >= 0xf0) {
            uint32_t point = (c & 7u) << 18 | (text[i + 1] & 63u) << 12 | (text[i + 2] & 63u) << 6 | (text[i + 3] & 63u);
            out = put_unit(out, 0xd800 + ((point - 0x10000) >> 10));
            out = put_unit(out, 0xdc00 + (point & 0x3ff));
            i += 3;
        } else if (c == '"' || c == '\\') {
            *out++ = '\\';
            *out++ = c;
        } else if (c == '\n' || c == '\t') {
            *out++ = '\\';
            *out++ = c == '\n' ? 'n' : 't';
        } else if (c < 0x20) {
            out = put_unit(out, c);
        } else {
            *out++ = c;
        }
    }
    *out++ = '"';
    return out;
}

static uint8_t *put_samples(uint8_t *out, const sensor_reading *reading)
{
    *out++ = '[';
    for (size_t i = 0; i < reading->sample_count; i++) {
        if (i > 0)
            *out++ = ',';
        out = put_integer(out, reading->samples[i]);
    }
    *out++ = ']';
    return out;
}

static uint8_t *put_member(uint8_t *out, const sensor_reading *reading, int field)
{
    switch (field) {
    case FIELD_DEVICE:
        return put_string(put(out, "\"device\":"), reading->device, reading->device_length);
    case FIELD_SEQUENCE:
        return put_integer(put(out, "\"sequence\":"), reading->sequence);
    case FIELD_TIME:
        return put_integer(put(out, "\"time\":"), reading->time);
    case FIELD_LOCATION:
        out = put_decimal(put(out, "\"location\":{\"latitude\":"), reading->latitude, 6, reading->scientific);
        out = put_decimal(put(out, ",\"longitude\":"), reading->longitude, 6, reading->scientific);
        return put(out, "}");
    case FIELD_NOISE:
        return put_decimal(put(out, "\"noise\":"), reading->noise, 3, reading->scientific);
    case FIELD_TEMPERATURE:
        return put_decimal(put(out, "\"temperature\":"), reading->temperature, 3, reading->scientific);
    case FIELD_ALARM:
        return put(out, reading->alarm ? "\"alarm\":true" : "\"alarm\":false");
    case FIELD_SAMPLES:
        return put_samples(put(out, "\"samples\":"), reading);
    case FIELD_NOTE:
        out = put(out, "\"note\":");
        return reading->note_length == 0 ? put(out, "null") : put_string(out, reading->note, reading->note_length);
    case FIELD_FIRMWARE:
    default:
        return put(out, "\"firmware\":{\"version\":\"2.1\",\"flags\":[true,false,null,{}],\"scale\":6.25E-2,\"name\":\"\\\"}]\"}");
    }
}

size_t message_encode(const sensor_reading *reading, uint8_t *out)
{
    uint8_t *end = out;
    for (int i = 0; i < FIELDS; i++) {
        int field = (reading->first_field + i) % FIELDS;
        if (field == FIELD_FIRMWARE && !reading->has_firmware)
            continue;
        *end = end == out ? '{' : ',';
        end = put_member(end + 1, reading, field);
    }
    *end++ = '}';
    return (size_t)(end - out);
}
