/* Sensor messages: what the decoding workloads have in common. sensor.c makes the readings, runs the decoder over
   their encoded form and folds what comes out; a workload brings the encoding. */
#ifndef SENSOR_H
#define SENSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { DEVICE_MAX = 32, SAMPLES_MAX = 8, NOTE_MAX = 4096 };

/* The most that one encoded message may take: six bytes for each one of text, and room for the rest. */
enum { ENCODED_MAX = 6 * (DEVICE_MAX + NOTE_MAX) + 1024 };

enum {
    FIELD_DEVICE,
    FIELD_SEQUENCE,
    FIELD_TIME,
    FIELD_LOCATION,
    FIELD_NOISE,
    FIELD_TEMPERATURE,
    FIELD_ALARM,
    FIELD_SAMPLES,
    FIELD_NOTE,
    FIELD_FIRMWARE, /* one that the decoders do not know */
    FIELDS,
};

/* What a sensor has to send. Decimals are whole numbers of a fraction, so that text and IEEE 754 say the same. */
typedef struct {
    uint8_t device[DEVICE_MAX];
    size_t device_length;
    uint32_t sequence;
    int64_t time;                /* milliseconds since 1970 */
    int32_t latitude, longitude; /* millionths of a degree */
    int32_t noise;               /* thousandths of a decibel */
    int32_t temperature;         /* thousandths of a degree Celsius */
    bool alarm;
    int32_t samples[SAMPLES_MAX];
    size_t sample_count;
    uint8_t note[NOTE_MAX]; /* UTF-8; empty for none */
    size_t note_length;

    int first_field;   /* fields are sent in a circle that begins here */
    bool scientific;   /* text has decimals with an exponent */
    bool has_firmware; /* FIELD_FIRMWARE is sent too */
} sensor_reading;

/* What a decoder fills in. A field that is not sent stays as sensor_clear leaves it; one that is sent twice counts the second time. */
typedef struct {
    uint8_t device[DEVICE_MAX];
    size_t device_length;
    uint32_t sequence;
    int64_t time;
    double latitude, longitude; /* degrees */
    float noise;                /* decibels */
    double temperature;         /* degrees Celsius */
    bool alarm;
    int32_t samples[SAMPLES_MAX];
    size_t sample_count;
    uint8_t note[NOTE_MAX];
    size_t note_length;
} sensor_message;

/* Of the workload. Writes at most ENCODED_MAX bytes and returns their number. */
size_t message_encode(const sensor_reading *reading, uint8_t *out);

/* Of the workload: the kernel. The message is cleared before. False if the bytes are not one well-formed message, whatever they are;
   a text or an array that does not fit is malformed too. UTF-8 inside of a text is not looked at. */
bool message_decode(const uint8_t *bytes, size_t length, sensor_message *message);

/* Readings in their one order; state begins at 0. */
void sensor_next(uint64_t *state, sensor_reading *reading);

/* All numbers 0, all texts and arrays empty. */
void sensor_clear(sensor_message *message);

/* The checksum of all messages so far and this one; begins at 0. */
uint64_t sensor_fold(uint64_t sum, const sensor_message *message);

#endif
