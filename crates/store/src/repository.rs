//! 一つの表の窓口: how a repository reads, writes, and is found.

/// Declares a reading repository and its writing twin, and names them on [`Reader`](crate::Reader) and
/// [`WriteTx`](crate::WriteTx); the twin can do everything the reading one can.
macro_rules! repository {
    ($(#[$doc:meta])* $name:ident: $read:ident, $write:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $read<'a> {
            at: $crate::read::Reader<'a>,
        }

        impl<'a> $read<'a> {
            pub(crate) const fn new(at: $crate::read::Reader<'a>) -> Self {
                $read { at }
            }
        }

        $(#[$doc])*
        ///
        /// Within an act: reads see what the act has written.
        #[derive(Clone, Copy, Debug)]
        pub struct $write<'a> {
            read: $read<'a>,
            tx: &'a $crate::write::WriteTx,
        }

        impl<'a> $write<'a> {
            pub(crate) fn new(tx: &'a $crate::write::WriteTx) -> Self {
                $write { read: $read::new(tx.read()), tx }
            }
        }

        impl<'a> std::ops::Deref for $write<'a> {
            type Target = $read<'a>;
            fn deref(&self) -> &$read<'a> {
                &self.read
            }
        }

        impl<'a> $crate::read::Reader<'a> {
            $(#[$doc])*
            pub const fn $name(&self) -> $read<'a> {
                $read::new(*self)
            }
        }

        impl $crate::write::WriteTx {
            $(#[$doc])*
            pub fn $name(&self) -> $write<'_> {
                $write::new(self)
            }
        }
    };
}
pub(crate) use repository;
