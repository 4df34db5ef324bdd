//! 書けない文字の置きかえ案: what to write instead of a character that MS932 lacks.

/// Characters of other standards and the form that MS932 holds.
const INSTEAD: &[(char, &str)] = &[
    ('¥', "￥"),
    ('‾', "￣"),
    ('—', "―"),
    ('–', "―"),
    ('‑', "‐"),
    ('〜', "～"),
    ('‖', "∥"),
    ('¬', "￢"),
    ('£', "￡"),
    ('¢', "￠"),
    ('−', "－"),
    ('㋿', "令和"),
    ('ゔ', "ヴ"),
    ('ヷ', "ヴァ"),
    ('ヺ', "ヴォ"),
    ('゠', "＝"),
    ('€', "ユーロ"),
    ('\u{A0}', "空白"),
    ('•', "・"),
    ('𠮷', "吉"),
    ('鷗', "鴎"),
    ('俱', "倶"),
    ('剝', "剥"),
    ('𠮟', "叱"),
    ('吞', "呑"),
    ('噓', "嘘"),
    ('姸', "妍"),
    ('屛', "屏"),
    ('幷', "并"),
    ('搔', "掻"),
    ('摑', "掴"),
    ('瀆', "涜"),
    ('瘦', "痩"),
    ('禱', "祷"),
    ('繫', "繋"),
    ('蔣', "蒋"),
    ('蠟', "蝋"),
    ('醬', "醤"),
    ('塡', "填"),
    ('頰', "頬"),
    ('蟬', "蝉"),
    ('麵', "麺"),
    ('萊', "莱"),
    ('嚙', "噛"),
    ('囊', "嚢"),
    ('簞', "箪"),
    ('驒', "騨"),
    ('顚', "顛"),
    ('鹼', "鹸"),
    ('麴', "麹"),
    ('軀', "躯"),
    ('攢', "攅"),
    ('潑', "溌"),
    ('焰', "焔"),
];

/// A sentence that says how to mend the text.
pub(super) fn advice(ch: char) -> String {
    if let Some((_, instead)) = INSTEAD.iter().find(|(from, _)| *from == ch) {
        return format!("「{instead}」に置きかえてください");
    }
    match ch {
        '\u{3099}' | '\u{309A}' => "前の文字と合わせて1文字で入力し直してください".to_owned(),
        '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' => "異体字の指定を外してください".to_owned(),
        '\u{E000}'..='\u{F8FF}' => "外字です。印字用の置きかえの字を登録してください".to_owned(),
        '\u{80}'..='\u{9F}' | '\u{2000}'..='\u{200F}' | '\u{2028}'..='\u{202F}' | '\u{2060}' | '\u{FEFF}' => {
            "見えない文字です。前後を消して入力し直してください".to_owned()
        }
        '\u{C0}'..='\u{24F}' => "英字かカタカナで書いてください".to_owned(),
        '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' => {
            "印字用の氏名に、常用の字などの置きかえの字を登録してください".to_owned()
        }
        _ => "別の文字に置きかえてください".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ms932;

    #[test]
    fn every_advice_offers_what_can_be_written() {
        for (from, instead) in INSTEAD {
            assert!(ms932::encode(&from.to_string()).is_err(), "{from} can be written as it is");
            assert!(ms932::encode(instead).is_ok(), "{instead} instead of {from} cannot be written");
        }
    }
}
