//! How much a template may be and do. Whoever writes one may be anybody with the role, and the
//! values it is filled with come from strangers: neither may cost more than about a second or a few
//! megabytes. All limits count; none reads a clock, so the same mail is held on every machine.

/// The longest source of one part, in bytes.
pub const SOURCE_BYTES_MAX: usize = 256 * 1024;
/// All values that a template is filled with, together, in bytes.
pub const FIELDS_BYTES_MAX: usize = 256 * 1024;
/// One value while it goes through filters, in bytes. Two of them joined are the most that is ever
/// made before it is looked at.
pub const VALUE_BYTES_MAX: usize = 16 * 1024;
/// The longest part that may come out, in bytes.
pub const OUTPUT_BYTES_MAX: usize = 1024 * 1024;
/// Beyond this Gmail cuts a mail off and hides its end, the unsubscribe link with it.
pub const HTML_BYTES_ADVISED: usize = 102 * 1024;
/// `{{ … }}` and `{% … %}` in one part.
pub const PLACES_MAX: usize = 1_000;
/// The longest of them, in bytes.
pub const PLACE_BYTES_MAX: usize = 2_000;
/// `[` within one of them: the parser goes as deep.
pub const BRACKETS_MAX: usize = 16;
/// Blocks within blocks, with all `elsif` of the outermost: the parser goes as deep.
pub const DEPTH_MAX: usize = 50;
/// What one rendering of one part may do: filters, values printed, and of every `for` the places in it
/// times its rounds.
pub const STEPS_MAX: usize = 20_000;
