#![allow(clippy::unwrap_used)]
mod cases;
mod folder;
mod same;
mod world;
