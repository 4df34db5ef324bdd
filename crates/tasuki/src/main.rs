//! 襷: the program. Each command is a room under `commands/`.
mod commands;
mod console;
mod demo;
mod usage;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// 福祉事業所の記録から請求までを手渡すプログラム
#[derive(Debug, Parser)]
#[command(name = "tasuki", version, about = "福祉事業所の毎日の記録から、説明できる請求を作ります")]
struct Program {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 事例(1人1か月)を算定し、結果を表示します
    Assess(commands::assess::Arguments),
    /// 事例の算定を、理由と根拠をつけて日本語で表示します(assess --explain と同じ)
    Explain(commands::assess::Explanation),
    /// 請求ファイル(J11・J61など)を点検し、直すところを表示します
    Check(commands::check::Arguments),
    /// 報酬表のフォルダを扱います(公式のサービスコード表の取込み)
    Data(commands::data::Arguments),
    /// 事業所の画面を動かします
    Serve(commands::serve::Arguments),
    /// 監査記録のつながりと添付ファイルを点検します
    Verify(commands::verify::Arguments),
    /// 架空の事業所の一年分を用意し、画面を動かします
    Demo(commands::demo::Arguments),
}

fn main() -> ExitCode {
    let program = match Program::try_parse() {
        Ok(program) => program,
        Err(error) => return usage::explain(&error),
    };
    match program.command {
        Command::Assess(arguments) => commands::assess::run(&arguments),
        Command::Explain(wanted) => commands::assess::run(&wanted.into()),
        Command::Check(arguments) => commands::check::run(&arguments),
        Command::Data(arguments) => commands::data::run(&arguments),
        Command::Serve(arguments) => commands::serve::run(&arguments),
        Command::Verify(arguments) => commands::verify::run(&arguments),
        Command::Demo(arguments) => commands::demo::run(&arguments),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_holds_together() {
        super::Program::command().debug_assert();
    }
}
