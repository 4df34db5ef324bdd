#![allow(clippy::unwrap_used)]
mod cases;
mod community;
mod folder;
mod retention;
mod retention_summary;
mod same;
mod world;
