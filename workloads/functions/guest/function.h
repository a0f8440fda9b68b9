/* What a stream function defines, and what the shell around it provides; README.md has the rules. */
#ifndef FUNCTION_H
#define FUNCTION_H

#include <stddef.h>
#include <stdint.h>

/* Called once, before the first message: calls observe_tag for each tag that the function wants. */
void observe(void);

/* One message. The bytes may be overwritten, and are gone afterwards. */
void handle(uint8_t tag, uint8_t *data, size_t size);

void observe_tag(uint8_t tag);

/* Sends data on; may be called any number of times. The bytes may be used again at once. */
void reply(uint8_t tag, const uint8_t *data, size_t size);

/* Gives this message up, and the whole guest with it: a trap in a sandbox, an abort of a native program. */
_Noreturn void fail(const char *reason);

#endif
