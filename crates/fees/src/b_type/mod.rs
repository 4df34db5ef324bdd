//! 就労継続支援B型 (service type 46).
pub mod facts;
