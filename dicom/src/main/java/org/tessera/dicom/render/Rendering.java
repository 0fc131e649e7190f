package org.tessera.dicom.render;

/// What came of rendering: a picture, or why there is none.
public sealed interface Rendering permits Picture, NotRenderable {}
