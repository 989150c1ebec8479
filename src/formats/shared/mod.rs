//! Parts that the readers of several formats share.

pub mod archive;
mod caption_labels;
pub mod caption_text;
pub mod entities;
pub mod json_repair;
pub mod json_shape;
pub mod json_values;
pub mod languages;
pub mod rolling;
pub mod tiers;
pub mod xml;
