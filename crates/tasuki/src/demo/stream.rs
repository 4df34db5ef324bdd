//! 乱数の流れ: numbers that depend on their key alone, so that one more person changes nobody else's days.
use sha2::{Digest, Sha256};

/// SHA-256 in counter mode over a key of names.
#[derive(Clone, Debug)]
pub(super) struct Stream {
    key: String,
    counter: u64,
}

impl Stream {
    /// The stream of `(seed, office, person, month, purpose)`.
    pub(super) fn new(seed: u64, parts: &[&str]) -> Stream {
        Stream { key: format!("{seed}/{}", parts.join("/")), counter: 0 }
    }

    /// The next number, from 0 to `end` exclusive.
    pub(super) fn below(&mut self, end: u32) -> u32 {
        let block = Sha256::digest(format!("{}#{}", self.key, self.counter));
        self.counter += 1;
        let mut head = [0; 4];
        head.copy_from_slice(&block[..4]);
        // Scaling instead of a remainder: no number is favoured by more than one part in four milliards.
        ((u64::from(u32::from_be_bytes(head)) * u64::from(end)) >> 32) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first_numbers(parts: &[&str]) -> Vec<u32> {
        let mut stream = Stream::new(20_261_105, parts);
        (0..8).map(|_| stream.below(1000)).collect()
    }

    #[test]
    fn a_key_always_gives_the_same_numbers_and_another_key_others() {
        let march = first_numbers(&["O1", "U07", "2026-03", "attendance"]);
        assert_eq!(march, first_numbers(&["O1", "U07", "2026-03", "attendance"]));
        assert_ne!(march, first_numbers(&["O1", "U08", "2026-03", "attendance"]));
        assert!(march.iter().all(|number| *number < 1000));
    }
}
