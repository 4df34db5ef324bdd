//! 鎌倉市の請求マニュアル: the items of the city's manual that are rules of entry, each under its checklist id and written from
//! the manual's sentence.
#![allow(clippy::unwrap_used)]
#[path = "community_manual/support.rs"]
mod support;

#[path = "community_manual/frame.rs"]
mod frame;
#[path = "community_manual/record_from_r6_4.rs"]
mod record_from_r6_4;
#[path = "community_manual/record_to_r6_3.rs"]
mod record_to_r6_3;
#[path = "community_manual/stays.rs"]
mod stays;
