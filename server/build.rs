//! Makes the folders that are embedded where Node has not filled them, so that `cargo build` works without Node.

use std::path::Path;

fn main() {
    for dir in ["../web-ui/dist", "../tracker/dist"] {
        println!("cargo:rerun-if-changed={dir}");
        // Where it cannot be made, the derive that embeds it says so.
        let _ = std::fs::create_dir_all(Path::new(dir));
    }
}
