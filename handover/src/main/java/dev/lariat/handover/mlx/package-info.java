/** The MLX program that trains what was trained. */
package dev.lariat.handover.mlx;
