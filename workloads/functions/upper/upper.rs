//! The same function in Rust, linked with the same shells: only what `guest/function.h` declares is shared.
#![no_std]

use core::{panic::PanicInfo, slice};

const OBSERVED: u8 = 0x33;
const REPLIED: u8 = 0x34;

unsafe extern "C" {
    fn observe_tag(tag: u8);
    fn reply(tag: u8, data: *const u8, size: usize);
    fn fail(reason: *const core::ffi::c_char) -> !;
}

#[unsafe(no_mangle)]
extern "C" fn observe() {
    unsafe { observe_tag(OBSERVED) }
}

/// # Safety
/// The shell hands over `size` bytes that nobody else looks at until this returns.
#[unsafe(no_mangle)]
unsafe extern "C" fn handle(_tag: u8, data: *mut u8, size: usize) {
    // A slice must not begin at null, not even an empty one.
    let text: &mut [u8] = if size == 0 { &mut [] } else { unsafe { slice::from_raw_parts_mut(data, size) } };
    text.make_ascii_uppercase();
    unsafe { reply(REPLIED, text.as_ptr(), text.len()) }
}

#[panic_handler]
fn panic(_: &PanicInfo) -> ! {
    unsafe { fail(c"a panic".as_ptr()) }
}
