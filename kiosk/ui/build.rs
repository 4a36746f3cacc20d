//! Compiles the pages: widgets, fonts and translations all go into the program.

fn main() -> Result<(), slint_build::CompileError> {
    slint_build::compile_with_config(
        "app.slint",
        slint_build::CompilerConfiguration::new()
            .with_style("fluent-light".into())
            // Tests find elements by it.
            .with_debug_info(true)
            .embed_resources(slint_build::EmbedResourcesKind::EmbedFiles)
            .with_bundled_translations("../../assets/translations")
            // One catalogue can serve tablet and hub.
            .with_default_translation_context(slint_build::DefaultTranslationContext::None),
    )
}
