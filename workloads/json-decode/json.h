/* A JSON text (RFC 8259), read from the front without building a tree. Functions return false at what is no JSON, or not
   what was asked for; then nothing more can be read. In a header, so that a compiler sees parser and decoder as one, as
   those of C# do. */
#ifndef JSON_H
#define JSON_H

#include "decimal.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { JSON_DEPTH_MAX = 64 };

typedef struct {
    const uint8_t *at, *end;
} json;

/* The byte that comes after white space, or -1 at the end. */
static inline int json_peek(json *text)
{
    while (text->at < text->end && (*text->at == ' ' || *text->at == '\n' || *text->at == '\r' || *text->at == '\t'))
        text->at++;
    return text->at < text->end ? *text->at : -1;
}

static inline bool json_take(json *text, uint8_t expected)
{
    if (json_peek(text) != expected)
        return false;
    text->at++;
    return true;
}

static inline bool json_literal(json *text, const char *word)
{
    size_t length = strlen(word);
    if ((size_t)(text->end - text->at) < length || memcmp(text->at, word, length) != 0)
        return false;
    text->at += length;
    return true;
}

static inline bool json_bool(json *text, bool *value)
{
    *value = json_peek(text) == 't';
    return json_literal(text, *value ? "true" : "false");
}

/* 16 for what is no digit. */
static inline uint32_t json_hex(uint8_t c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10u : 16;
}

/* The four digits of a \u. */
static inline bool json_hex4(json *text, uint32_t *unit)
{
    if (text->end - text->at < 4)
        return false;
    *unit = 0;
    for (int i = 0; i < 4; i++) {
        uint32_t digit = json_hex(*text->at++);
        if (digit > 15)
            return false;
        *unit = *unit << 4 | digit;
    }
    return true;
}

/* What follows a backslash, as one code point. A surrogate without its other half is none. */
static inline bool json_escape(json *text, uint32_t *point)
{
    if (text->at == text->end)
        return false;
    switch (*text->at++) {
    case '"':
        *point = '"';
        return true;
    case '\\':
        *point = '\\';
        return true;
    case '/':
        *point = '/';
        return true;
    case 'b':
        *point = '\b';
        return true;
    case 'f':
        *point = '\f';
        return true;
    case 'n':
        *point = '\n';
        return true;
    case 'r':
        *point = '\r';
        return true;
    case 't':
        *point = '\t';
        return true;
    case 'u':
        if (!json_hex4(text, point))
            return false;
        break;
    default:
        return false;
    }
    if (*point < 0xd800 || *point > 0xdfff)
        return true;
    uint32_t low;
    if (*point > 0xdbff || !json_literal(text, "\\u") || !json_hex4(text, &low) || low < 0xdc00 || low > 0xdfff)
        return false;
    *point = 0x10000 + ((*point - 0xd800) << 10) + (low - 0xdc00);
    return true;
}

static inline void json_put(uint8_t *out, size_t capacity, size_t *length, uint32_t byte)
{
    if (*length < capacity)
        out[*length] = (uint8_t)byte;
    ++*length;
}

static inline void json_put_utf8(uint8_t *out, size_t capacity, size_t *length, uint32_t point)
{
    if (point < 0x80) {
        json_put(out, capacity, length, point);
        return;
    }
    if (point < 0x800) {
        json_put(out, capacity, length, 0xc0 | point >> 6);
    } else {
        if (point < 0x10000) {
            json_put(out, capacity, length, 0xe0 | point >> 12);
        } else {
            json_put(out, capacity, length, 0xf0 | point >> 18);
            json_put(out, capacity, length, 0x80 | (point >> 12 & 0x3f));
        }
        json_put(out, capacity, length, 0x80 | (point >> 6 & 0x3f));
    }
    json_put(out, capacity, length, 0x80 | (point & 0x3f));
}

/* A string without its escapes. The length is the whole one; what does not fit is checked and left out. */
static inline bool json_string(json *text, uint8_t *out, size_t capacity, size_t *length)
{
    if (!json_take(text, '"'))
        return false;
    size_t written = 0;
    for (const uint8_t *at = text->at; at < text->end; at++) {
        uint8_t c = *at;
        if (c == '"') {
            text->at = at + 1;
            *length = written;
            return true;
        }
        if (c < 0x20)
            return false;
        if (c != '\\') {
            json_put(out, capacity, &written, c);
            continue;
        }
        uint32_t point;
        text->at = at + 1;
        if (!json_escape(text, &point))
            return false;
        at = text->at - 1;
        json_put_utf8(out, capacity, &written, point);
    }
    return false;
}

static inline bool json_number(json *text, decimal *number)
{
    json_peek(text);
    return decimal_read(&text->at, text->end, number);
}

/* Any value. Depth is that of the object or array around it, 1 for the outermost. */
static inline bool json_skip(json *text, int depth)
{
    size_t length;
    decimal number;
    int first = json_peek(text);
    switch (first) {
    case '"':
        return json_string(text, NULL, 0, &length);
    case 't':
        return json_literal(text, "true");
    case 'f':
        return json_literal(text, "false");
    case 'n':
        return json_literal(text, "null");
    case '{':
    case '[':
        break;
    default:
        return json_number(text, &number);
    }
    if (depth == JSON_DEPTH_MAX)
        return false;
    uint8_t close = first == '{' ? '}' : ']';
    text->at++;
    if (json_take(text, close))
        return true;
    do {
        if (first == '{' && (!json_string(text, NULL, 0, &length) || !json_take(text, ':')))
            return false;
        if (!json_skip(text, depth + 1))
            return false;
    } while (json_take(text, ','));
    return json_take(text, close);
}

#endif
