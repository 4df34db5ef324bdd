//! MS932: every rule about characters, as tables.
#![allow(clippy::unwrap_used)]
use proptest::prelude::*;
use records::ms932::{byte_len, decode, encode, normalise};

fn code_points() -> impl Iterator<Item = char> {
    ('\0'..=char::MAX).filter(|c| u32::from(*c) < 0x3_4000 || u32::from(*c) > 0xE_0000)
}

#[test]
fn full_width_signs_of_windows_are_written_and_read() {
    let table: [(&str, &[u8]); 6] = [
        ("～", &[0x81, 0x60]),
        ("－", &[0x81, 0x7C]),
        ("∥", &[0x81, 0x61]),
        ("￢", &[0x81, 0xCA]),
        ("￡", &[0x81, 0x92]),
        ("￠", &[0x81, 0x91]),
    ];
    for (text, bytes) in table {
        assert_eq!(encode(text).unwrap(), bytes);
        assert_eq!(decode(bytes).unwrap().text, text);
    }
}

#[test]
fn twins_are_refused_until_they_are_exchanged_visibly() {
    for (twin, written) in [("〜", "～"), ("‖", "∥"), ("¬", "￢"), ("£", "￡"), ("¢", "￠"), ("−", "－")]
    {
        let error = encode(twin).unwrap_err();
        assert!(error.advice.contains(written), "{error}");
        let (text, notes) = normalise(twin);
        assert_eq!((text.as_str(), notes.len()), (written, 1));
        assert!(notes[0].to_string().contains(&format!("「{twin}」を「{written}」")));
        assert!(encode(&text).is_ok());
    }
}

#[test]
fn a_dash_is_refused_and_the_bar_offered() {
    let error = encode("A—B").unwrap_err();
    assert_eq!((error.ch, error.at), ('—', 1));
    assert!(error.advice.contains('―'));
    assert_eq!(encode("―").unwrap(), [0x81, 0x5C]);
}

#[test]
fn signs_that_would_silently_become_others_are_refused() {
    for (text, offered) in [("¥", "￥"), ("‾", "￣"), ("\u{80}", "見えない文字")] {
        let error = encode(text).unwrap_err();
        assert!(error.to_string().contains(offered), "{error}");
        assert_eq!(normalise(text).0, text);
    }
}

#[test]
fn characters_of_the_extensions_have_the_bytes_of_windows() {
    let table = [
        ('①', 0x8740u16),
        ('髙', 0xFBFC),
        ('﨑', 0xFAB1),
        ('㈱', 0x878A),
        ('№', 0x8782),
        ('℡', 0x8784),
        ('Ⅰ', 0x8754),
        ('ⅰ', 0xFA40),
        ('∵', 0x81E6),
        ('仼', 0xFA6A),
        ('纊', 0xFA5C),
        ('㍻', 0x877E),
    ];
    for (ch, code) in table {
        let bytes = encode(&ch.to_string()).unwrap();
        assert_eq!(bytes, code.to_be_bytes(), "{ch}");
        assert_eq!(decode(&bytes).unwrap().text, ch.to_string());
        assert_eq!(normalise(&ch.to_string()), (ch.to_string(), vec![]));
    }
}

#[test]
fn characters_without_a_place_are_refused_with_their_position() {
    for ch in ['㋿', '𠮷', 'ゔ', 'ヷ', 'é', '€', '\u{A0}', '\u{E0100}', '\u{3099}'] {
        let error = encode(&format!("山田{ch}郎")).unwrap_err();
        assert_eq!((error.ch, error.at), (ch, 2));
        assert!(!error.advice.is_empty());
        assert!(error.to_string().starts_with("3文字目の"));
    }
}

#[test]
fn invisible_characters_are_named_by_number_in_the_message() {
    assert!(encode("\u{A0}").unwrap_err().to_string().contains("U+00A0"));
    assert!(encode("\u{E0100}").unwrap_err().to_string().contains("異体字"));
}

#[test]
fn loose_voiced_marks_join_their_kana() {
    for (loose, joined) in [("か\u{3099}", "が"), ("ハ\u{309A}", "パ"), ("ウ\u{3099}", "ヴ")] {
        let (text, notes) = normalise(loose);
        assert_eq!(text, joined);
        assert_eq!((notes.len(), notes[0].at), (1, 0));
        assert!(encode(&text).is_ok());
    }
    // nothing to join with: stays, and encode refuses it
    assert_eq!(normalise("\u{3099}a\u{3099}").0, "\u{3099}a\u{3099}");
}

#[test]
fn variation_selectors_are_taken_out_with_a_note() {
    let (text, notes) = normalise("葛\u{E0100}城");
    assert_eq!(text, "葛城");
    assert_eq!((notes[0].at, notes[0].to.as_str()), (1, ""));
    assert!(notes[0].to_string().contains("2文字目の異体字"));
}

#[test]
fn duplicate_codes_of_old_systems_are_read_and_written_canonically() {
    let table: [(u16, &str, u16); 6] = [
        (0x879A, "∵", 0x81E6),
        (0x8790, "≒", 0x81E0),
        (0xEEF9, "￢", 0x81CA),
        (0xFA54, "￢", 0x81CA),
        (0xED40, "纊", 0xFA5C),
        (0xEEE0, "髙", 0xFBFC),
    ];
    for (code, text, canonical) in table {
        assert_eq!(decode(&code.to_be_bytes()).unwrap().text, text);
        assert_eq!(encode(text).unwrap(), canonical.to_be_bytes());
    }
}

#[test]
fn user_defined_characters_are_marked_and_cannot_be_written_again() {
    for bytes in [[0xF0, 0x40], [0xF9, 0xFC]] {
        let decoded = decode(&[b"A".as_slice(), &bytes].concat()).unwrap();
        assert_eq!(decoded.gaiji, [1]);
        assert!(encode(&decoded.text).unwrap_err().advice.contains("外字"));
    }
}

#[test]
fn bytes_that_are_no_characters_are_refused_with_their_offset() {
    for bad in [0x80, 0xA0, 0xFD, 0xFE, 0xFF] {
        assert_eq!(decode(&[0x82, 0xA0, b'x', 0xB1, bad, b'y', bad]).unwrap_err().byte, 4, "{bad:X}");
        assert_eq!(decode(&[bad]).unwrap_err().byte, 0, "{bad:X}");
    }
    // a lead byte without its second half, and one with a wrong second half
    assert_eq!(decode(&[b'a', 0x82]).unwrap_err().byte, 1);
    assert_eq!(decode(&[b'a', b'b', 0x82, b' ']).unwrap_err().byte, 2);
    // the byte 80 as a second half is no fault
    assert_eq!(decode(&[0x83, 0x80]).unwrap().text, "ム");
}

#[test]
fn free_text_keeps_what_compatibility_forms_would_lose() {
    for text in ["①㈱№", "\u{FA19}\u{FA1B}﨑", "\u{212B}", "ｱ１Ａ", "Ⅲ"] {
        assert_eq!(normalise(text), (text.to_owned(), vec![]));
        assert_eq!(decode(&encode(text).unwrap()).unwrap().text, text);
    }
}

#[test]
fn every_character_that_is_written_is_read_back_as_itself() {
    let mut count = 0;
    for ch in code_points() {
        let text = ch.to_string();
        if let Ok(bytes) = encode(&text) {
            count += 1;
            let decoded = decode(&bytes).unwrap();
            assert_eq!(decoded.text, text, "U+{:04X}", u32::from(ch));
            assert!(decoded.gaiji.is_empty());
            assert_eq!(bytes.len(), if matches!(ch, '\0'..='\u{7F}' | '｡'..='ﾟ') { 1 } else { 2 });
        }
    }
    // 7,521 by the encoder, without ¥ ‾ U+0080 −
    assert_eq!(count, 7_517);
}

#[test]
fn every_two_byte_code_is_read_or_refused() {
    let codes = (0x8100u16..=0xFCFF).filter(|code| matches!(code >> 8, 0x81..=0x9F | 0xE0..=0xFC));
    let read: Vec<_> =
        codes.filter_map(|code| decode(&code.to_be_bytes()).ok().filter(|d| d.text.chars().count() == 1)).collect();
    assert_eq!(read.len(), 9_604);
    assert_eq!(read.iter().filter(|decoded| !decoded.gaiji.is_empty()).count(), 1_880);
}

#[test]
fn length_is_counted_in_bytes_of_the_file() {
    assert_eq!(byte_len("ｶﾞ漢A"), Ok(5));
}

proptest! {
    #[test]
    fn text_that_is_written_comes_back(text in "[ -~ぁ-んァ-ヶ亜-腕①-⑳ｱ-ﾝ]{0,40}") {
        if let Ok(bytes) = encode(&text) {
            prop_assert_eq!(byte_len(&text), Ok(bytes.len()));
            prop_assert_eq!(decode(&bytes).unwrap().text, text);
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused_inside_the_input(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        match decode(&bytes) {
            Ok(decoded) => prop_assert!(decoded.gaiji.iter().all(|at| *at < decoded.text.chars().count())),
            Err(error) => {
                prop_assert!(error.byte < bytes.len());
                prop_assert!(decode(&bytes[..error.byte]).is_ok());
            }
        }
    }

    #[test]
    fn the_position_of_a_refused_character_is_its_own(text in any::<String>()) {
        if let Err(error) = encode(&text) {
            prop_assert_eq!(text.chars().nth(error.at), Some(error.ch));
        }
    }

    #[test]
    fn normalising_twice_changes_nothing_more(text in "[〜か-こ\u{3099}\u{E0100}−£\u{FA19}①]{0,20}") {
        let (once, _) = normalise(&text);
        prop_assert_eq!(normalise(&once), (once, vec![]));
    }
}
