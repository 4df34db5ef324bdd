//! 結果票の表示: the sheet with its amounts and the steps that led to them.
use claims::cap::ResultSheet;
use fees::Step;
use kernel::Units;

/// One office of the sheet.
pub(crate) struct SheetLine {
    pub(crate) number: u32,
    pub(crate) office_no: String,
    pub(crate) name: String,
    pub(crate) total_cost: String,
    pub(crate) burden: String,
    pub(crate) managed: String,
}

/// One step of the calculation.
pub(crate) struct SheetStep {
    pub(crate) text: String,
    pub(crate) value: String,
    pub(crate) inputs: String,
    pub(crate) source: String,
}

/// A sheet as pages show it.
pub(crate) struct SheetView {
    pub(crate) cap: String,
    pub(crate) result: u8,
    pub(crate) meaning: &'static str,
    pub(crate) lines: Vec<SheetLine>,
    pub(crate) sums: [String; 3],
    pub(crate) steps: Vec<SheetStep>,
}

/// What a result means.
const fn meaning(result: u8) -> &'static str {
    match result {
        1 => "管理事業所だけで負担上限月額に達します。ほかの事業所は利用者から受け取りません",
        2 => "合計が負担上限月額までに収まります。調整しません",
        3 => "合計が負担上限月額を超えるので、優先順位の順に割り当てます",
        _ => "",
    }
}

fn step_view(step: &Step) -> SheetStep {
    let inputs: Vec<String> = step.inputs.iter().map(|fact| format!("{}={}", fact.name, fact.value)).collect();
    SheetStep {
        text: step.text.to_string(),
        value: Units(step.value).to_string(),
        inputs: inputs.join("、"),
        source: step.source.to_string(),
    }
}

/// A sheet for a page.
pub(crate) fn view(sheet: &ResultSheet) -> SheetView {
    let (cost, burden, managed) = sheet.sums();
    let lines = sheet.rows.iter().zip(1_u32..).map(|(row, number)| SheetLine {
        number,
        office_no: row.office_no.to_string(),
        name: row.name.clone(),
        total_cost: row.total_cost.to_string(),
        burden: row.burden.to_string(),
        managed: row.managed.to_string(),
    });
    SheetView {
        cap: sheet.cap.to_string(),
        result: sheet.result,
        meaning: meaning(sheet.result),
        lines: lines.collect(),
        sums: [cost.to_string(), burden.to_string(), managed.to_string()],
        steps: sheet.steps.iter().map(step_view).collect(),
    }
}
