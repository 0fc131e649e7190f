/// Makes pictures of pixel data: frames found and decoded, values turned into grey or colour as
/// PS3.3 says, scaled to a viewport.
@NullMarked
package org.tessera.dicom.render;

import org.jspecify.annotations.NullMarked;
