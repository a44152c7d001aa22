//! What comes back: rows in the order asked, totals, and what it took to find them.

use engine::Micros;

/// One row of an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// One value per dimension asked for; None where the value is missing.
    pub dimensions: Vec<Option<String>>,
    /// One value per metric asked for; None where a ratio has nothing below.
    pub metrics: Vec<Option<f64>>,
    /// The same metrics in the comparison; None without one. Within, None also where the comparison has no such
    /// bucket, or it begins after the cut.
    pub comparison: Option<Vec<Option<f64>>>,
    /// Per cent of the comparison; None where that is 0 or missing.
    pub change: Option<Vec<Option<f64>>>,
    /// Whether the row's TIME bucket is cut by the range or not over yet.
    pub partial: bool,
}

/// What it took to answer.
#[derive(Clone, Debug, PartialEq)]
pub struct QueryInfo {
    /// Milliseconds from question to answer.
    pub elapsed_ms: f64,
    /// Rows decoded from files and hot batches; 0 where the answer was cached.
    pub rows_scanned: u64,
    /// Bytes read from files.
    pub bytes_scanned: u64,
    /// Distinct files opened.
    pub files_scanned: u64,
    /// Bytes that did not fit into memory and went through temporary files.
    pub bytes_spilled: u64,
    /// Hot rows of the sites that were looked at.
    pub hot_rows: u64,
    /// Version of the table that the metrics come from (`events` where both are read); 0 before the first commit.
    pub table_version: u64,
    /// Whether any number is an estimate. Always false: there is no sampling.
    pub approximate: bool,
    /// Largest relative error of an estimate.
    pub max_error: Option<f64>,
    /// Start of the range, inclusive.
    pub from: Micros,
    /// End of the range, exclusive.
    pub to: Micros,
    /// The zone that days, hours and weeks are of.
    pub timezone: String,
}

/// An answer to a [`crate::Question`].
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The rows of the page asked for.
    pub rows: Vec<Row>,
    /// The metrics over everything, not summed from rows; its dimensions are all None.
    pub totals: Row,
    /// How many rows there are before limit and offset.
    pub row_count: u64,
    /// What it took.
    pub info: QueryInfo,
}
