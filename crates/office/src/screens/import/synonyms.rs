//! 見出しの言いかえ: what a column of somebody's list may hold, and the headings that people give it.
use kernel::text::search_key;

/// To which sheet of the program a column belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// 基本.
    Person,
    /// 受給者証.
    Card,
    /// 契約.
    Contract,
}

/// Something that a column may hold.
#[derive(Clone, Copy, Debug)]
pub(super) struct Target {
    /// Key in the choice; behind the part's prefix the field of the sheet.
    pub(super) key: &'static str,
    /// Its name on the page.
    pub(super) label: &'static str,
    /// Sheet.
    pub(super) part: Part,
    /// Field of the sheet's form; a period has two.
    pub(super) field: &'static str,
    /// Headings, in plain form.
    headings: &'static [&'static str],
    /// One value for everyone may be given when no column holds it.
    pub(super) common: bool,
}

const fn target(
    key: &'static str,
    label: &'static str,
    part: Part,
    field: &'static str,
    headings: &'static [&'static str],
) -> Target {
    Target { key, label, part, field, headings, common: false }
}

const fn common(target: Target) -> Target {
    Target { common: true, ..target }
}

/// The field of a period in one cell; it is cut into two fields.
pub(super) const PERIOD: &str = "decided";

/// Everything that can be taken in.
pub(super) const TARGETS: &[Target] = &[
    target(
        "name",
        "氏名",
        Part::Person,
        "name",
        &["氏名", "名前", "お名前", "利用者名", "利用者氏名", "支給決定障害者氏名", "受給者氏名", "姓", "名", "苗字"],
    ),
    target(
        "name_kana",
        "フリガナ",
        Part::Person,
        "name_kana",
        &[
            "フリガナ",
            "ふりがな",
            "氏名フリガナ",
            "氏名カナ",
            "カナ",
            "かな",
            "カナ氏名",
            "氏名(カナ)",
            "ヨミガナ",
            "よみがな",
            "利用者名カナ",
            "セイ",
            "メイ",
            "姓カナ",
            "名カナ",
            "読み",
        ],
    ),
    target("born_on", "生年月日", Part::Person, "born_on", &["生年月日", "誕生日"]),
    target(
        "started_on",
        "利用開始日",
        Part::Person,
        "started_on",
        &["利用開始日", "利用開始年月日", "開始日", "入所日", "利用開始"],
    ),
    target("ended_on", "利用終了日", Part::Person, "ended_on", &["利用終了日", "利用終了年月日", "退所日", "終了日"]),
    target("note", "備考", Part::Person, "note", &["備考", "メモ", "特記事項"]),
    target(
        "recipient_no",
        "受給者証番号",
        Part::Card,
        "recipient_no",
        &["受給者証番号", "受給者番号", "証番号", "受給者証no", "受給者証no.", "障害福祉サービス受給者証番号"],
    ),
    common(target(
        "municipality_no",
        "市町村番号",
        Part::Card,
        "municipality_no",
        &[
            "市町村番号",
            "市区町村番号",
            "市町村コード",
            "市区町村コード",
            "証記載市町村番号",
            "支給市町村番号",
            "保険者番号",
        ],
    )),
    target(
        "valid_from",
        "受給者証の適用開始日",
        Part::Card,
        "valid_from",
        &["適用開始日", "適用開始年月日", "証適用開始日"],
    ),
    target(
        PERIOD,
        "支給決定期間(開始〜終了が1つの列)",
        Part::Card,
        PERIOD,
        &["支給決定期間", "支給決定の期間", "給付決定期間", "支給期間", "認定期間"],
    ),
    target(
        "decided_from",
        "支給決定期間の開始日",
        Part::Card,
        "decided_from",
        &[
            "支給決定開始日",
            "支給決定期間開始日",
            "支給決定期間の開始日",
            "支給決定期間開始",
            "支給決定期間(開始)",
            "支給決定開始",
        ],
    ),
    target(
        "decided_to",
        "支給決定期間の終了日",
        Part::Card,
        "decided_to",
        &[
            "支給決定終了日",
            "支給決定期間終了日",
            "支給決定期間の終了日",
            "支給決定期間終了",
            "支給決定期間(終了)",
            "支給決定終了",
            "証有効期限",
            "有効期限",
        ],
    ),
    common(target(
        "granted_days",
        "支給量(日/月)",
        Part::Card,
        "granted_days",
        &["支給量", "決定支給量", "支給量等", "支給日数", "支給決定量"],
    )),
    target(
        "burden_cap",
        "負担上限月額(円)",
        Part::Card,
        "burden_cap",
        &["負担上限月額", "利用者負担上限月額", "負担上限額", "上限月額", "上限額", "負担上限"],
    ),
    target(
        "income_class",
        "所得区分",
        Part::Card,
        "income_class",
        &["所得区分", "負担区分", "利用者負担区分", "所得階層"],
    ),
    target(
        "meal_eligible",
        "食事提供体制加算の対象",
        Part::Card,
        "meal_eligible",
        &[
            "食事",
            "食事提供",
            "食事提供体制加算",
            "食事提供体制加算の対象",
            "食事提供加算",
            "食事加算",
            "食事提供体制加算対象者",
        ],
    ),
    target(
        "cap_manager",
        "上限額管理事業所の番号",
        Part::Card,
        "cap_manager",
        &["上限額管理事業所番号", "上限額管理事業所の番号", "上限管理事業所番号", "上限額管理事業所", "管理事業所番号"],
    ),
    target(
        "subsidizing_municipality_no",
        "助成自治体番号",
        Part::Card,
        "subsidizing_municipality_no",
        &["助成自治体番号", "助成自治体"],
    ),
    target(
        "contract_from",
        "契約開始日",
        Part::Contract,
        "from",
        &["契約日", "契約開始日", "契約年月日", "契約開始年月日", "契約締結日"],
    ),
    target("contract_to", "契約終了日", Part::Contract, "to", &["契約終了日", "契約終了年月日", "解約日"]),
    common(target("contract_days", "契約支給量(日/月)", Part::Contract, "days", &["契約支給量", "契約日数", "契約量"])),
    common(target(
        "provider_entry_no",
        "事業者記入欄番号",
        Part::Contract,
        "provider_entry_no",
        &["事業者記入欄番号", "記入欄番号", "事業者記入欄", "記入欄"],
    )),
    common(target(
        "decision_code",
        "決定サービスコード",
        Part::Contract,
        "decision_code",
        &["決定サービスコード", "決定サービス", "サービスコード", "決定コード"],
    )),
];

/// The target of a key.
pub(super) fn of(key: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.key == key)
}

/// One width and one kana, no spaces, no marks of required columns.
fn plain(heading: &str) -> String {
    let marks = |c: &char| !matches!(c, '*' | '※' | ':' | '◎' | '必' | '須');
    search_key(heading).chars().filter(marks).collect()
}

/// What a column of this heading holds, as far as its heading tells; units in brackets do not matter.
pub(super) fn guess(heading: &str) -> Option<&'static Target> {
    let whole = plain(heading);
    let bare = whole.split('(').next().unwrap_or_default();
    let among = |text: &str| {
        (!text.is_empty())
            .then(|| TARGETS.iter().find(|target| target.headings.iter().any(|known| plain(known) == text)))?
    };
    among(&whole).or_else(|| among(bare))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn usual_headings_are_known_however_they_are_spelt() {
        let cases = [
            ("氏 名※", "name"),
            ("ﾌﾘｶﾞﾅ", "name_kana"),
            ("受給者証番号（10桁）", "recipient_no"),
            ("負担上限月額(円)", "burden_cap"),
            ("支給決定期間（終了）", "decided_to"),
            ("支給決定期間", "decided"),
            ("契約支給量（日/月）", "contract_days"),
            ("食事提供体制加算", "meal_eligible"),
        ];
        for (heading, key) in cases {
            assert_eq!(guess(heading).map(|target| target.key), Some(key), "{heading}");
        }
        assert!(guess("体重").is_none() && guess("").is_none());
    }

    #[test]
    fn no_heading_means_two_things() {
        for target in TARGETS {
            for heading in target.headings {
                assert_eq!(guess(heading).map(|found| found.key), Some(target.key), "{heading}");
            }
        }
    }
}
