#include "sensor.h"

#include "tlv.h"

/* Whole tags, kind and id, so that a packet of another kind is an unknown one. */
enum {
    TAG_ROOT = 0x81,
    TAG_DEVICE = 0x10,
    TAG_SEQUENCE = 0x11,
    TAG_TIME = 0x12,
    TAG_LOCATION = 0x93,
    TAG_LATITUDE = 0x14,
    TAG_LONGITUDE = 0x15,
    TAG_NOISE = 0x16,
    TAG_TEMPERATURE = 0x17,
    TAG_ALARM = 0x18,
    TAG_SAMPLES = 0xd9,
    TAG_ITEM = 0x00,
    TAG_NOTE = 0x1a,
    TAG_FIRMWARE = 0x9b,
};

/* Version "2.1" (1c), flags true and false (dd), scale 0.0625 (1e). */
static const uint8_t firmware[] = { 0x1c, 3, '2', '.', '1', 0xdd, 6, 0, 1, 1, 0, 1, 0, 0x1e, 2, 0x3f, 0xb0 };

static bool read_location(const tlv_packet *from, sensor_message *message)
{
    tlv_packets fields = tlv_inside(from);
    while (fields.at < fields.end) {
        tlv_packet field;
        if (!tlv_next(&fields, &field))
            return false;
        switch (field.tag) {
        case TAG_LATITUDE:
            if (!tlv_double(&field, &message->latitude))
                return false;
            break;
        case TAG_LONGITUDE:
            if (!tlv_double(&field, &message->longitude))
                return false;
            break;
        default:
            break;
        }
    }
    return true;
}

static bool read_samples(const tlv_packet *from, sensor_message *message)
{
    tlv_packets items = tlv_inside(from);
    message->sample_count = 0;
    while (items.at < items.end) {
        tlv_packet item;
        if (!tlv_next(&items, &item))
            return false;
        if (item.tag != TAG_ITEM)
            continue;
        if (message->sample_count == SAMPLES_MAX || !tlv_int32(&item, &message->samples[message->sample_count++]))
            return false;
    }
    return true;
}

static bool read_field(const tlv_packet *field, sensor_message *message)
{
    switch (field->tag) {
    case TAG_DEVICE:
        return tlv_text(field, message->device, DEVICE_MAX, &message->device_length);
    case TAG_SEQUENCE: {
        int32_t same_bits;
        if (!tlv_int32(field, &same_bits))
            return false;
        message->sequence = (uint32_t)same_bits;
        return true;
    }
    case TAG_TIME:
        return tlv_int64(field, &message->time);
    case TAG_LOCATION:
        return read_location(field, message);
    case TAG_NOISE:
        return tlv_float(field, &message->noise);
    case TAG_TEMPERATURE:
        return tlv_double(field, &message->temperature);
    case TAG_ALARM:
        message->alarm = tlv_bool(field);
        return true;
    case TAG_SAMPLES:
        return read_samples(field, message);
    case TAG_NOTE:
        return tlv_text(field, message->note, NOTE_MAX, &message->note_length);
    default:
        return true;
    }
}

bool message_decode(const uint8_t *bytes, size_t length, sensor_message *message)
{
    tlv_packets whole = { bytes, bytes + length };
    tlv_packet root;
    if (!tlv_next(&whole, &root) || root.tag != TAG_ROOT || whole.at != whole.end)
        return false;
    tlv_packets fields = tlv_inside(&root);
    while (fields.at < fields.end) {
        tlv_packet field;
        if (!tlv_next(&fields, &field) || !read_field(&field, message))
            return false;
    }
    return true;
}

static uint8_t *put_packet(uint8_t *out, uint8_t tag, const uint8_t *value, size_t length)
{
    *out++ = tag;
    if (length >= 8192)
        *out++ = (uint8_t)(0x80 | length >> 14);
    if (length >= 64)
        *out++ = (uint8_t)(0x80 | (length >> 7 & 0x7f));
    *out++ = (uint8_t)(length & 0x7f);
    memcpy(out, value, length);
    return out + length;
}

static uint8_t *put_integer(uint8_t *out, uint8_t tag, int64_t value)
{
    uint8_t bytes[sizeof value];
    size_t first = sizeof value;
    do {
        bytes[--first] = (uint8_t)value;
        value >>= 8;
    } while (first > 0 && value != (bytes[first] & 0x80 ? -1 : 0));
    return put_packet(out, tag, bytes + first, sizeof bytes - first);
}

/* The upper bytes of the word, but for those at the end that are zero. */
static uint8_t *put_bits(uint8_t *out, uint8_t tag, uint64_t bits)
{
    uint8_t bytes[sizeof bits];
    size_t length = 0;
    do {
        bytes[length++] = (uint8_t)(bits >> 56);
        bits <<= 8;
    } while (bits != 0);
    return put_packet(out, tag, bytes, length);
}

static uint8_t *put_double(uint8_t *out, uint8_t tag, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return put_bits(out, tag, bits);
}

static uint8_t *put_float(uint8_t *out, uint8_t tag, float value)
{
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return put_bits(out, tag, (uint64_t)bits << 32);
}

static uint8_t *put_field(uint8_t *out, const sensor_reading *reading, int field)
{
    uint8_t node[128], *end = node;
    switch (field) {
    case FIELD_DEVICE:
        return put_packet(out, TAG_DEVICE, reading->device, reading->device_length);
    case FIELD_SEQUENCE:
        return put_integer(out, TAG_SEQUENCE, (int32_t)reading->sequence); /* the signed number of the same bits: 4294967295 is ff */
    case FIELD_TIME:
        return put_integer(out, TAG_TIME, reading->time);
    case FIELD_LOCATION:
        end = put_double(end, TAG_LATITUDE, reading->latitude / 1e6);
        end = put_double(end, TAG_LONGITUDE, reading->longitude / 1e6);
        return put_packet(out, TAG_LOCATION, node, (size_t)(end - node));
    case FIELD_NOISE:
        return put_float(out, TAG_NOISE, (float)(reading->noise / 1e3));
    case FIELD_TEMPERATURE:
        return put_double(out, TAG_TEMPERATURE, reading->temperature / 1e3);
    case FIELD_ALARM:
        return put_packet(out, TAG_ALARM, (const uint8_t[]){ reading->alarm }, 1);
    case FIELD_SAMPLES:
        for (size_t i = 0; i < reading->sample_count; i++)
            end = put_integer(end, TAG_ITEM, reading->samples[i]);
        return put_packet(out, TAG_SAMPLES, node, (size_t)(end - node));
    case FIELD_NOTE: /* an empty text is not sent */
        return reading->note_length == 0 ? out : put_packet(out, TAG_NOTE, reading->note, reading->note_length);
    case FIELD_FIRMWARE:
    default:
        return reading->has_firmware ? put_packet(out, TAG_FIRMWARE, firmware, sizeof firmware) : out;
    }
}

size_t message_encode(const sensor_reading *reading, uint8_t *out)
{
    static uint8_t fields[ENCODED_MAX];
    uint8_t *end = fields;
    for (int i = 0; i < FIELDS; i++)
        end = put_field(end, reading, (reading->first_field + i) % FIELDS);
    return (size_t)(put_packet(out, TAG_ROOT, fields, (size_t)(end - fields)) - out);
}
