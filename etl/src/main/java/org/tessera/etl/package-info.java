/// One delivery in, one report out.
///
/// A delivery is read once into staged rows, checked as a whole, and then loaded patient by
/// patient: the rows become what the study currently says, and the patient's resources are mapped
/// anew from them. Every step can be repeated, so a kill at any moment is mended by doing it again.
@NullMarked
package org.tessera.etl;

import org.jspecify.annotations.NullMarked;
