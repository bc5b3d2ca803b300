/** Models as ONNX graphs, with the preprocessing of the table. Nothing here trains. */
package dev.lariat.handover.onnx;
