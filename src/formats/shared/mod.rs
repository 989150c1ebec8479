//! Parts that the readers of several formats share.

pub mod archive;
pub mod caption_text;
pub mod entities;
pub mod json_repair;
pub mod json_shape;
pub mod json_values;
pub mod labels;
pub mod languages;
pub mod rolling;
pub mod tiers;
pub mod xml;
