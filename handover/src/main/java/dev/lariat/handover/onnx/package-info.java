/** Models as ONNX graphs, with the preprocessing of the table. */
package dev.lariat.handover.onnx;
