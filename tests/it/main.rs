//! Tests of the whole, from its boundaries.

mod outline;
mod parse_properties;
