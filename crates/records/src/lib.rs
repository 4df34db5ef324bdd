#![doc = include_str!("../README.md")]
mod check;
mod envelope;
mod layout;
pub mod ms932;
mod reader;
mod record;
mod value;
mod writer;

pub use envelope::{Envelope, FileName, FileNameError};
pub use layout::{Attr, Item, Layout, LayoutError, Layouts, Required};
pub use reader::{ReadFile, ReadRecord, read_file, read_file_with};
pub use record::Record;
pub use value::Value;
pub use writer::{Quoting, Writer, write_file};
